from post.parcels import ParcelFactory

ParcelFactory().close()
