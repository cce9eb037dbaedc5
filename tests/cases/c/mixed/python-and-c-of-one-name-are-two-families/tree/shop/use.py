from shop.kettle import create_kettle
from shop.old import create_kettle as other


def serve():
    create_kettle().pour()
    other().pour()
