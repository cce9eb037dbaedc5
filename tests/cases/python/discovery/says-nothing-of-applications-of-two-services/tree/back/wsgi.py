from back.app import create_app

application = create_app()
