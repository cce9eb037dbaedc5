from app.parcels import ParcelFactory
