"""A model of a disk that loses power: what was not synced may be there, or not, or in part.

It starts as a copy of a real tree and follows the log of the shim (shim.c). A file's bytes are safe up to its last
fsync; the names of a directory up to the directory's. What came later is decided by a generator: of the changes of
names a beginning holds, each directory for itself; of the bytes that were written all, none, a zeroed or a cut-off part.
"""

import os
import stat


class File:
    def __init__(self, data, mode):
        self.data, self.mode = bytearray(data), mode
        self.sync()

    def sync(self):
        self.safe = (bytes(self.data), self.mode)
        self.dirty = []  # (start, end) of what was written since
        self.is_changed = False

    def change(self, start, data):
        self.data.extend(bytes(max(0, start - len(self.data))))
        self.data[start : start + len(data)] = data
        self.dirty.append((start, start + len(data)))
        self.is_changed = True

    def resize(self, size):
        self.dirty.append((min(size, len(self.data)), max(size, len(self.data))))
        del self.data[size:]
        self.data.extend(bytes(size - len(self.data)))
        self.is_changed = True

    def after_power_loss(self, dice):
        """What was safe and not written since stays as it is; of the rest anything may be."""
        if not self.is_changed:
            return self.safe
        safe, mode = self.safe
        data, cut = bytearray(self.data), min((start for start, _ in self.dirty), default=0)
        fate = dice.randrange(6)
        for start, end in self.dirty:
            if fate == 1:
                data[start:end] = bytes(len(data[start:end]))
            elif fate == 2:
                middle = dice.randrange(start, end + 1)
                data[middle:end] = bytes(len(data[middle:end]))
            elif fate == 3:
                middle = dice.randrange(start, end + 1)
                data[middle:end] = safe[middle:end]
        if fate == 4:
            del data[cut:]
        return bytes(safe if fate == 5 else data), dice.choice([mode, self.mode])


class Link:
    def __init__(self, target):
        self.target = target

    def sync(self):
        pass


class Folder:
    def __init__(self, mode):
        self.mode = mode
        self.names, self.safe, self.pending = {}, {}, []

    def change(self, change):
        change(self.names)
        self.pending.append(change)

    def sync(self):
        self.safe = dict(self.names)
        self.pending = []

    def after_power_loss(self, dice):
        names = dict(self.safe)
        for change in self.pending[: dice.randrange(len(self.pending) + 1)]:
            change(names)
        return names


class Disk:
    def __init__(self, root):
        self.nodes = {}
        self.root = self.read(root)

    def read(self, path):
        info = path.lstat()
        if info.st_ino in self.nodes:
            return self.nodes[info.st_ino]
        mode = stat.S_IMODE(info.st_mode)
        if stat.S_ISLNK(info.st_mode):
            node = Link(os.readlink(path))
        elif stat.S_ISDIR(info.st_mode):
            node = Folder(mode)
            node.names = {child.name: self.read(child) for child in path.iterdir()}
            node.sync()
        else:
            node = File(path.read_bytes(), mode)
        self.nodes[info.st_ino] = node
        return node

    def follow(self, line):
        verb, *words = line.split(" ")
        getattr(self, "on_" + verb)(*words)

    def on_write(self, inode, offset, data):
        self.nodes[int(inode)].change(int(offset), bytes.fromhex(data))

    def on_truncate(self, inode, size):
        self.nodes[int(inode)].resize(int(size))

    def on_chmod(self, inode, mode):
        file = self.nodes[int(inode)]
        file.mode = int(mode, 8)
        file.is_changed = True

    def on_fsync(self, inode):
        self.nodes[int(inode)].sync()

    def on_syncfs(self):
        for node in self.nodes.values():
            node.sync()

    def add(self, folder, name, inode, node):
        self.nodes[int(inode)] = node
        self.nodes[int(folder)].change(lambda names: names.update({name: node}))

    def on_create(self, folder, name, inode, mode):
        self.add(folder, name, inode, File(b"", int(mode, 8)))

    def on_mkdir(self, folder, name, inode, mode):
        self.add(folder, name, inode, Folder(int(mode, 8)))

    def on_rename(self, folder, old, to, new):
        assert folder == to, "the model knows renames in one directory"

        def change(names):
            if old in names:
                names[new] = names.pop(old)

        self.nodes[int(folder)].change(change)

    def on_unlink(self, folder, name):
        self.nodes[int(folder)].change(lambda names: names.pop(name, None))

    def lose_power(self, dice, target):
        """Writes what is left into the directory `target`, hard links as such."""
        self.write_folder(self.root, dice, target, {})

    def write_folder(self, folder, dice, target, written):
        target.mkdir(exist_ok=True)
        for name, node in folder.after_power_loss(dice).items():
            path = target / name
            if isinstance(node, Folder):
                self.write_folder(node, dice, path, written)
            elif isinstance(node, Link):
                path.symlink_to(node.target)
            elif node in written:
                os.link(written[node], path)
            else:
                written[node] = path
                data, mode = node.after_power_loss(dice)
                path.write_bytes(data)
                path.chmod(mode)
        target.chmod(folder.mode)
