class MenuPrinter:
    def print_menu(self, day):
        return f"menu of {day}"
