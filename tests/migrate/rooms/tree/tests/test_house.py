"""What a guest sees."""

import unittest

from rooms.house import let


class House(unittest.TestCase):
    def test_each_gets_a_room(self):
        room, other = let("anna")
        self.assertEqual([room.user_id, other.user_id], ["anna", "anna"])


if __name__ == "__main__":
    unittest.main()
