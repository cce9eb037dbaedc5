class App:
    def post(self, path):
        return lambda function: function


app = App()
admin = App()
