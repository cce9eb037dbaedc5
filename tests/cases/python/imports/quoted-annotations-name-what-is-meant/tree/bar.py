from kitchen.soup import get_soup_factory


def serve(request):
    return get_soup_factory(request).create()
