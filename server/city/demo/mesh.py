"""A planar partition that is cut and never repaired: faces as rings of shared vertices, integer millimetres.

A vertex put on an edge is put into the rings of both neighbours at once, so that there is no gap and no overlap at any
time, whatever the rounding.
"""

_SHIFT = 20  # a directed edge is one integer: start << 20 | end


class Mesh:
    """Vertices `x`, `y`; `rings[f]` the vertices of face f, counter-clockwise; `-1` is the face outside."""

    def __init__(self, outline: list[tuple[int, int]]) -> None:
        self.x = [x for x, _ in outline]
        self.y = [y for _, y in outline]
        self.rings: list[list[int]] = [list(range(len(outline)))]
        self._face: dict[int, int] = {}
        self._middle: dict[int, int] = {}
        self._claim(self.rings[0], 0)

    def _claim(self, ring: list[int], face: int) -> None:
        before = ring[-1]
        for vertex in ring:
            self._face[before << _SHIFT | vertex] = face
            before = vertex

    def neighbour(self, a: int, b: int) -> int:
        """The face on the right of the edge a→b."""
        return self._face.get(b << _SHIFT | a, -1)

    def add(self, x: int, y: int) -> int:
        """A vertex that is not yet on any ring."""
        self.x.append(x)
        self.y.append(y)
        return len(self.x) - 1

    def divide(self, a: int, b: int, x: int, y: int) -> int:
        """Put a new vertex on the edge a→b, for the faces on both sides."""
        vertex = self.add(x, y)
        self._middle[min(a, b) << _SHIFT | max(a, b)] = vertex
        for start, end in ((a, b), (b, a)):
            face = self._face.pop(start << _SHIFT | end, -1)
            if face >= 0:
                ring = self.rings[face]
                ring.insert(ring.index(end), vertex)
                self._face[start << _SHIFT | vertex] = self._face[vertex << _SHIFT | end] = face
        return vertex

    def split(self, face: int, path: list[int]) -> int:
        """Cut a face along a path between two of its vertices; it keeps the part right of the path.

        Returns:
            The new face, left of the path.
        """
        ring = self.rings[face]
        start = ring.index(path[0])
        ring = ring[start:] + ring[:start]
        end = ring.index(path[-1])
        new = len(self.rings)
        self.rings[face] = ring[: end + 1] + path[-2:0:-1]
        self.rings.append([*ring[end:], *path[:-1]])
        self._claim(self.rings[face], face)
        self._claim(self.rings[new], new)
        return new

    def area2(self, ring: list[int]) -> int:
        """Twice the area of a ring of vertices, in mm²."""
        x, y = self.x, self.y
        total, before = 0, ring[-1]
        for vertex in ring:
            total += x[before] * y[vertex] - x[vertex] * y[before]
            before = vertex
        return total

    def middle(self, face: int) -> tuple[int, int]:
        """The mean of a face's vertices."""
        ring = self.rings[face]
        return sum(self.x[v] for v in ring) // len(ring), sum(self.y[v] for v in ring) // len(ring)

    def line(self, path: list[int]) -> list[int]:
        """A path with every vertex that was put on it since."""
        out, todo = [path[0]], list(reversed(path[1:]))
        while todo:
            a, b = out[-1], todo[-1]
            middle = self._middle.get(min(a, b) << _SHIFT | max(a, b))
            if middle is None:
                out.append(todo.pop())
            else:
                todo.append(middle)
        return out
