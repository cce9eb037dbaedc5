from app.bills import BillFactory
