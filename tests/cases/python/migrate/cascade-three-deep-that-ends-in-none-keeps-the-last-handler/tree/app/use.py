def load():
    try:
        from app.old_engine import EngineFactory
    except ImportError:
        try:
            from app.compat import EngineFactory
        except ImportError:  # older still
            try:
                from app.engine import EngineFactory
            except ImportError:
                print("no engines")
                EngineFactory = None
    return EngineFactory


def load_other():
    try:
        from app.compat import Engine
    except ImportError:
        try:
            from app.elsewhere import Engine
        except ImportError:
            Engine = None
    return Engine
