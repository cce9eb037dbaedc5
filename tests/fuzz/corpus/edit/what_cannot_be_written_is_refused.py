from a import b
import a
