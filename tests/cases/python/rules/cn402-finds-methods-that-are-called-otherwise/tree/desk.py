from post.parcels import ParcelFactory

ParcelFactory().create("x")
