# cython: language_level=3, boundscheck=False, wraparound=False, initializedcheck=False, cdivision=True
"""The scan in native code: folding, keys and outlines, from the lines to the expressions that need a look at them.

Finds what `cleaner.engine.index` finds, short of what an outline rules out, and costs an article the same. What others may
call, with its types, is in `native.pyi`.

Where an outline runs and where keys are looked for, no Python code does, so threads that share an index take turns there;
where one is asked for in between, nothing is half done.
"""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_DecodeASCII, PyUnicode_GET_LENGTH, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int32_t, uint8_t, uint32_t, uint64_t
from libc.stdlib cimport calloc, free, malloc, realloc
from libc.string cimport memcmp, memcpy, memset

from functools import lru_cache

from cleaner.engine.characters import JOINER, MARK, SPACELESS, WORD, page_of
from cleaner.rulebook.folding import fold
from cleaner.engine.target import further_of
from cleaner.rulebook.key_table import END, START
from cleaner.rulebook.keys import Place
from cleaner.rulebook.pattern import COST_OF_A_TRY


# ---- Characters: what each is folded to and what kind it is, a page of 256 at a time, made when first met.

cdef enum:
    PAGES = 0x1100
    PAGE = 256
    LONGEST_KEY = 10
    SHORT_KEY = 4
    LONG_KEY = 6
    # Behind each line, so that hashing may look beyond its end.
    PADDING = 16

cdef struct Page:
    uint32_t folded[PAGE]
    uint8_t kind[PAGE]

cdef Page* _pages[PAGES]
memset(_pages, 0, sizeof(_pages))

cdef uint8_t IS_MARK = MARK
cdef uint8_t IS_WORD = WORD
cdef uint8_t IS_JOINER = JOINER
cdef uint8_t IS_SPACELESS = SPACELESS


cdef Page* _make_page(uint32_t number) except NULL:
    folded, kinds = page_of(number)
    cdef Page* page = <Page*>malloc(sizeof(Page))
    if page is NULL:
        raise MemoryError
    cdef int place
    for place in range(PAGE):
        page.folded[place] = <uint32_t>ord(folded[place])
        page.kind[place] = <uint8_t>kinds[place]
    if _pages[number] is NULL:
        _pages[number] = page
    else:
        # Another thread was there first.
        free(page)
    return _pages[number]


cdef inline Page* _page(uint32_t character) except NULL:
    cdef Page* page = _pages[character >> 8]
    return page if page is not NULL else _make_page(character >> 8)


cdef struct Count:
    Py_ssize_t words
    Py_ssize_t spaceless
    int inside  # 1 in a word, 2 behind a joiner that stands behind one


cdef inline void _count(Count* count, uint8_t kind) noexcept:
    """Count one more character of a line, as `cleaner.lines.count_words` does."""
    if kind & IS_SPACELESS:
        count.spaceless += 1
        count.inside = 0
    elif kind & IS_WORD:
        count.words += count.inside == 0
        count.inside = 1
    else:
        count.inside = 2 if kind & IS_JOINER and count.inside == 1 else 0


def count_words(str view):
    cdef int kind = PyUnicode_KIND(view)
    cdef void* data = PyUnicode_DATA(view)
    cdef Py_ssize_t place
    cdef uint32_t character
    cdef Count count
    count.words = count.spaceless = count.inside = 0
    for place in range(PyUnicode_GET_LENGTH(view)):
        character = PyUnicode_READ(kind, data, place)
        _count(&count, _page(character).kind[character & 255])
    return count.words + (count.spaceless + 1) // 2


def stems(str view, Py_ssize_t least, Py_ssize_t most):
    cdef int kind = PyUnicode_KIND(view)
    cdef void* data = PyUnicode_DATA(view)
    cdef Py_ssize_t place
    cdef Py_ssize_t size = 0
    cdef uint32_t character = 0
    cdef char stem[32]
    cdef set found = set()
    if most > 32:
        raise ValueError("stems have 32 letters at most")
    for place in range(PyUnicode_GET_LENGTH(view) + 1):
        character = PyUnicode_READ(kind, data, place) if place < PyUnicode_GET_LENGTH(view) else 0
        if 65 <= character <= 90:
            character += 32
        if 97 <= character <= 122 or 48 <= character <= 57 or character == 95:
            if size < most:
                stem[size] = <char>character
            size += 1
        else:
            if size >= least:
                found.add(PyUnicode_DecodeASCII(stem, min(size, most), NULL))
            size = 0
    return found


# ---- Sheets: lines, folded.

cdef enum:
    INSIDE = 0
    AT_START = 1
    AT_END = 2

cdef struct Row:
    Py_ssize_t start  # where the folded line stands in the text of all
    Py_ssize_t end
    Py_ssize_t core  # where its core starts, and where it ends
    Py_ssize_t core_end
    Py_ssize_t numbered  # where the core behind its number in a list starts; -1 where it has none
    Py_ssize_t size  # how many characters the line has
    Py_ssize_t bare  # how many its core has, or that behind its number
    Py_ssize_t words  # how many words


cdef class _Folded:
    """The folded lines of a sheet and of all its parts."""

    cdef uint32_t* text
    cdef uint8_t* bytes  # the same, a byte for each character, for hashing
    cdef Row* rows

    def __dealloc__(self):
        free(self.text)
        free(self.bytes)
        free(self.rows)


cdef inline uint8_t _byte(uint32_t character) noexcept:
    return <uint8_t>(character ^ (character >> 8))


cdef _Folded _fold(list lines):
    cdef _Folded folded = _Folded.__new__(_Folded)
    cdef Py_ssize_t count = len(lines)
    cdef Py_ssize_t total = PADDING
    cdef Py_ssize_t number, place, at = 0
    cdef int kind
    cdef void* data
    cdef uint32_t character, low
    cdef uint32_t before
    cdef Page* page
    cdef Count tally
    cdef Row* row
    views = [line.view for line in lines]
    for view in views:
        total += PyUnicode_GET_LENGTH(view) + PADDING
    folded.text = <uint32_t*>malloc(total * sizeof(uint32_t))
    folded.bytes = <uint8_t*>malloc(total)
    folded.rows = <Row*>malloc(max(count, 1) * sizeof(Row))
    if folded.text is NULL or folded.bytes is NULL or folded.rows is NULL:
        raise MemoryError
    cdef uint32_t* text = folded.text
    for number in range(count):
        view = views[number]
        kind = PyUnicode_KIND(view)
        data = PyUnicode_DATA(view)
        row = &folded.rows[number]
        row.start = at
        row.core = -1
        row.core_end = at
        row.size = PyUnicode_GET_LENGTH(view)
        tally.words = tally.spaceless = tally.inside = 0
        before = 0
        for place in range(row.size):
            character = PyUnicode_READ(kind, data, place)
            page = _page(character)
            _count(&tally, page.kind[character & 255])
            low = page.folded[character & 255]
            if low == before and (low == 32 or low == 48):
                continue
            before = text[at] = low
            folded.bytes[at] = _byte(low)
            at += 1
            if not _page(low).kind[low & 255] & IS_MARK:
                if row.core < 0:
                    row.core = at - 1
                row.core_end = at
        row.end = at
        row.words = tally.words + (tally.spaceless + 1) // 2
        lines[number].words = row.words
        row.numbered = _numbered(text, row)
        if row.core < 0:
            row.bare = 1
        else:
            row.bare = row.core_end - (row.numbered if row.numbered >= 0 else row.core)
        memset(text + at, 0, PADDING * sizeof(uint32_t))
        memset(folded.bytes + at, 0, PADDING)
        at += PADDING
    return folded


cdef Py_ssize_t _numbered(const uint32_t* text, const Row* row) except -2:
    """Return where the core behind a number starts, or -1."""
    cdef Py_ssize_t place = row.core
    if place < 0 or row.core_end - place < 3 or text[place] != 48 or text[place + 2] != 32:
        return -1
    if text[place + 1] != 46 and text[place + 1] != 41:
        return -1
    # Of a line with a number the core starts with it, so what is cut off are as many characters of the line.
    place = row.start + 3
    while place < row.end and _page(text[place]).kind[text[place] & 255] & IS_MARK:
        place += 1
    return place if place < row.end else -1


cdef class Sheet:
    """Lines, folded, or a part of them."""

    cdef readonly list lines
    cdef _Folded folded
    cdef Py_ssize_t first

    def __init__(self, lines):
        self.lines = list(lines)
        self.folded = _fold(self.lines)
        self.first = 0

    def part(self, Py_ssize_t first, Py_ssize_t last):
        cdef Sheet part = Sheet.__new__(Sheet)
        part.lines = self.lines[first:last]
        part.folded = self.folded
        part.first = self.first + first
        return part


# ---- Outlines: programs that a folded line must pass.

cdef enum:
    OP_MATCH = 0
    OP_TEXT = 1
    OP_ONE_OF = 2
    OP_MARK = 3
    OP_ANY = 4
    OP_ANYTHING = 5
    OP_WORD = 6
    OP_JUMP = 7
    OP_EITHER = 8
    # What is longer is not judged, nor what takes so many instructions.
    LONGEST_LINE = 8000
    MOST_STEPS = 100000
    # After so many questions it is seen whether asking pays; what it costs to try an expression, in instructions.
    ASKED = 64
    COST_OF_AN_EXPRESSION = 10000

cdef enum:
    # The bits of a `First`: each character of ASCII has one, others share those behind, the end of the line is last.
    OTHERS = 128
    THE_END = 192

cdef struct First:
    uint64_t bits[4]

cdef First EVERY
EVERY.bits[0] = EVERY.bits[1] = EVERY.bits[2] = EVERY.bits[3] = <uint64_t>0xFFFFFFFFFFFFFFFFULL

cdef struct Step:
    int32_t place
    Py_ssize_t at

cdef Step* _steps = NULL
cdef Py_ssize_t _steps_room = 0
cdef uint32_t _backwards[LONGEST_LINE]
cdef uint8_t* _visited = NULL
cdef Py_ssize_t _visited_room = 0


cdef class WordList:
    """Words of a list, folded and in order, so that those with the same beginning stand side by side."""

    cdef uint32_t* text
    cdef Py_ssize_t* starts
    cdef Py_ssize_t count
    cdef list words

    def __init__(self, words):
        cdef list ordered = sorted(set(words))
        self.words = ordered
        cdef Py_ssize_t total = sum(map(len, ordered))
        cdef Py_ssize_t at = 0
        cdef Py_ssize_t number
        self.count = len(ordered)
        self.text = <uint32_t*>malloc(max(total, 1) * sizeof(uint32_t))
        self.starts = <Py_ssize_t*>malloc((self.count + 1) * sizeof(Py_ssize_t))
        if self.text is NULL or self.starts is NULL:
            raise MemoryError
        for number in range(self.count):
            self.starts[number] = at
            for character in ordered[number]:
                self.text[at] = <uint32_t>ord(character)
                at += 1
        self.starts[self.count] = at

    def __dealloc__(self):
        free(self.text)
        free(self.starts)

    def turned(self):
        """Return the same words backwards."""
        return _word_list(tuple([word[::-1] for word in self.words]))

    cdef Py_ssize_t bound(self, Py_ssize_t low, Py_ssize_t high, Py_ssize_t depth, uint32_t character, bint above):
        """Return the first word that has this character or a later one, or a later one, so many characters in."""
        cdef Py_ssize_t middle
        cdef uint32_t found
        while low < high:
            middle = (low + high) // 2
            found = self.text[self.starts[middle] + depth]
            if found < character or (above and found == character):
                low = middle + 1
            else:
                high = middle
        return low

    cdef bint stands_in(self, const uint32_t* text, const Row* row, int where) noexcept:
        """Tell whether one of the words stands at a place in a line."""
        cdef Py_ssize_t number, size, at, place
        cdef const uint32_t* word
        if row.core < 0 and where != INSIDE:
            return True
        for number in range(self.count):
            word = self.text + self.starts[number]
            size = self.starts[number + 1] - self.starts[number]
            if size == 0:
                return True
            if where == INSIDE:
                for at in range(row.start, row.end - size + 1):
                    if text[at] == word[0] and _same(text + at, word, size):
                        return True
            elif where == AT_END:
                if size <= row.core_end - row.core and _same(text + row.core_end - size, word, size):
                    return True
            elif size <= row.core_end - row.core and _same(text + row.core, word, size):
                return True
            elif row.numbered >= 0 and size <= row.core_end - row.numbered and _same(text + row.numbered, word, size):
                return True
        return False


cdef inline bint _same(const uint32_t* one, const uint32_t* other, Py_ssize_t size) noexcept:
    cdef Py_ssize_t place
    for place in range(size):
        if one[place] != other[place]:
            return False
    return True


cdef const uint32_t* _turned(const uint32_t* text, Py_ssize_t start, Py_ssize_t end) noexcept:
    """Return a part of a line from its end to its start, until the next is asked for."""
    cdef Py_ssize_t place
    for place in range(end - start):
        _backwards[place] = text[end - 1 - place]
    return _backwards


cdef int _make_room() except -1:
    global _steps, _steps_room
    cdef Step* more = <Step*>realloc(_steps, (_steps_room * 2 + 256) * sizeof(Step))
    if more is NULL:
        raise MemoryError
    _steps = more
    _steps_room = _steps_room * 2 + 256
    return 0


cdef inline int _push(int32_t place, Py_ssize_t at, Py_ssize_t* used) except -1:
    if used[0] == _steps_room:
        _make_room()
    _steps[used[0]].place = place
    _steps[used[0]].at = at
    used[0] += 1
    return 0


cdef class Program:
    """An outline, ready to be asked."""

    cdef int32_t* code
    cdef int32_t* numbers  # of each place where the ways part: the how many-th it is
    cdef Py_ssize_t* reached  # of each such place that takes anything: from where on it has done so
    cdef First* firsts  # with which characters may begin what matches from some place, each once
    cdef int32_t* first_of  # of each place: which of them
    cdef uint8_t* stays  # whether it may also begin without one, where folding made one of several
    cdef Py_ssize_t size
    cdef Py_ssize_t forks
    cdef list lists
    cdef list ahead
    cdef bint searches
    cdef bint opens
    cdef bint backwards
    cdef Py_ssize_t asked  # how many lines it was asked of, and how many it ruled out
    cdef Py_ssize_t ruled_out
    cdef double cost  # what that cost, in instructions
    cdef bint begins_anyhow  # so that it costs more to ask than for the keys that it needs

    def __init__(self, bytes code, lists, ahead, bint searches, bint opens, bint backwards):
        cdef Py_ssize_t place = 0
        self.size = len(code) // sizeof(int32_t)
        self.code = <int32_t*>malloc(self.size * sizeof(int32_t))
        self.numbers = <int32_t*>calloc(self.size, sizeof(int32_t))
        self.first_of = <int32_t*>calloc(self.size, sizeof(int32_t))
        self.stays = <uint8_t*>calloc(self.size, sizeof(uint8_t))
        if self.code is NULL or self.numbers is NULL or self.first_of is NULL or self.stays is NULL:
            raise MemoryError
        memcpy(self.code, <const char*>code, len(code))
        self.lists = list(lists)
        self.ahead = list(ahead)
        self.searches = searches
        self.opens = opens
        self.backwards = backwards
        self.asked = self.ruled_out = 0
        self.cost = 0
        self.forks = 0
        place = 0
        while place < self.size:
            if self.code[place] == OP_EITHER or self.code[place] == OP_ANYTHING:
                self.numbers[place] = <int32_t>self.forks
                self.forks += 1
            place += _length(self.code + place)
        self.reached = <Py_ssize_t*>malloc((self.forks + 1) * sizeof(Py_ssize_t))
        if self.reached is NULL:
            raise MemoryError
        self.keep_firsts()
        self.begins_anyhow = self.firsts[self.first_of[0]].bits[1] == EVERY.bits[1]

    def __dealloc__(self):
        free(self.code)
        free(self.numbers)
        free(self.firsts)
        free(self.first_of)
        free(self.reached)
        free(self.stays)

    cdef int keep_firsts(self) except -1:
        """Work out how what matches may begin from each place on; most places share theirs with others."""
        cdef First* firsts = <First*>calloc(self.size, sizeof(First))
        cdef Py_ssize_t place, which
        cdef Py_ssize_t count = 0
        if firsts is NULL:
            raise MemoryError
        try:
            places = self.find_firsts(firsts)
            self.firsts = <First*>malloc(len(places) * sizeof(First))
            if self.firsts is NULL:
                raise MemoryError
            for place in places:
                for which in range(count):
                    if not memcmp(&self.firsts[which], &firsts[place], sizeof(First)):
                        break
                else:
                    which = count
                    self.firsts[which] = firsts[place]
                    count += 1
                self.first_of[place] = <int32_t>which
        finally:
            free(firsts)
        self.firsts = <First*>realloc(self.firsts, count * sizeof(First))
        return 0

    cdef list find_firsts(self, First* firsts):
        """Work out how what matches may begin from each place on; returns the places of instructions."""
        cdef list places = []
        cdef Py_ssize_t place = 0
        cdef Py_ssize_t further
        cdef First first
        cdef uint8_t stays
        cdef bint changed = True
        cdef int32_t op
        cdef uint32_t character
        cdef int word
        cdef WordList words
        while place < self.size:
            places.append(place)
            op = self.code[place]
            if op == OP_TEXT:
                _allow(&firsts[place], self.code[place + 2])
            elif op == OP_ONE_OF:
                for further in range(self.code[place + 1]):
                    _allow(&firsts[place], self.code[place + 2 + further])
                    self.stays[place] |= _is_joined(self.code[place + 2 + further])
            elif op == OP_WORD:
                words = <WordList>self.lists[self.code[place + 1]]
                for further in range(words.count):
                    if words.starts[further] == words.starts[further + 1]:
                        firsts[place] = EVERY
                    else:
                        _allow(&firsts[place], words.text[words.starts[further]])
                        self.stays[place] |= _is_joined(words.text[words.starts[further]])
            elif op == OP_MARK:
                for character in range(128):
                    if _page(character).kind[character] & IS_MARK:
                        _allow(&firsts[place], character)
                firsts[place].bits[OTHERS >> 6] = EVERY.bits[0]
                self.stays[place] = 1
            elif op != OP_JUMP and op != OP_EITHER:
                firsts[place] = EVERY
                self.stays[place] = 1
            place += _length(self.code + place)
        while changed:
            # Backwards, so that mostly once is enough.
            changed = False
            for place in reversed(places):
                op = self.code[place]
                if op != OP_JUMP and op != OP_EITHER:
                    continue
                further = place + self.code[place + 1]
                first = firsts[further]
                stays = self.stays[further]
                if op == OP_EITHER:
                    for word in range(4):
                        first.bits[word] |= firsts[place + 2].bits[word]
                    stays |= self.stays[place + 2]
                if memcmp(&first, &firsts[place], sizeof(First)) or stays != self.stays[place]:
                    firsts[place] = first
                    self.stays[place] = stays
                    changed = True
        return places

    cdef inline bint may_begin(
        self, int32_t place, const uint32_t* text, Py_ssize_t at, Py_ssize_t origin, Py_ssize_t end
    ) noexcept:
        """Tell whether what matches from a place of the program on may begin here."""
        cdef uint32_t bit = THE_END if at == end else _bit_of(text[at])
        if self.firsts[self.first_of[place]].bits[bit >> 6] >> (bit & 63) & 1:
            return True
        return self.stays[place] and at > origin and _is_joined(text[at - 1])

    def passes(self, str view):
        """Tell whether a line passes."""
        from cleaner.engine.state import Line

        cdef Sheet sheet = Sheet([Line(1, view)])
        return self.holds(sheet.folded.text, &sheet.folded.rows[0])

    cdef bint rules_out(self, const uint32_t* text, const Row* row) except -1:
        """Tell whether a line can't match, and note what it cost to see that."""
        cdef bint out = not self.holds(text, row)
        self.asked += 1
        self.ruled_out += out
        return out

    cdef bint is_too_dear(self) noexcept:
        """Tell whether to try the expression itself, time and again, costs less than to ask."""
        cdef double cost = self.cost
        for program in self.ahead:
            cost += (<Program>program).cost
        return self.asked > ASKED and cost > self.ruled_out * COST_OF_AN_EXPRESSION

    cdef bint holds(self, const uint32_t* text, const Row* row) except -1:
        """Tell whether a line may match: as a whole, without its list marker, or, where the expression searches, in part."""
        cdef Py_ssize_t start = row.start
        cdef Py_ssize_t end = row.end
        cdef Py_ssize_t width = end - start + 1
        if width > LONGEST_LINE:
            return True
        if self.searches:
            return self.all_match(text, row.start, start, end, True)
        while start < end and text[start] == 32:
            start += 1
        while end > start and text[end - 1] == 32:
            end -= 1
        if self.all_match(text, row.start, start, end, False):
            return True
        if start + 2 < end and _page(text[start]).kind[text[start] & 255] & IS_MARK and text[start + 1] == 32:
            return self.all_match(text, row.start, start + 2, end, False)
        if start + 3 < end and text[start] == 48 and text[start + 2] == 32:
            return self.all_match(text, row.start, start + 3, end, False)
        return False

    cdef bint all_match(
        self, const uint32_t* text, Py_ssize_t origin, Py_ssize_t start, Py_ssize_t end, bint anywhere
    ) except -1:
        """Tell whether the program and all that it looks ahead for match here, or each anywhere from here on."""
        if self.backwards:
            if not self.matches(_turned(text, start, end), 0, 0, end - start, False):
                return False
        elif not self.matches(text, origin, start, end, anywhere):
            return False
        for program in self.ahead:
            if not (<Program>program).matches(text, origin, start, end, anywhere):
                return False
        return True

    cdef bint matches(
        self, const uint32_t* text, Py_ssize_t origin, Py_ssize_t start, Py_ssize_t end, bint anywhere
    ) except -1:
        """Tell whether the program matches here, or anywhere from here on."""
        global _visited, _visited_room
        cdef Py_ssize_t needed = (self.forks * (end - origin + 1) + 7) // 8
        cdef Py_ssize_t fork
        cdef uint8_t* more
        if needed > _visited_room:
            more = <uint8_t*>realloc(_visited, needed * 2)
            if more is NULL:
                raise MemoryError
            _visited = more
            _visited_room = needed * 2
        memset(_visited, 0, needed)
        for fork in range(self.forks):
            self.reached[fork] = end + 1
        if not anywhere or self.opens:
            return self.runs(text, origin, start, end)
        while start <= end:
            if self.may_begin(0, text, start, origin, end) and self.runs(text, origin, start, end):
                return True
            start += 1
        return False

    cdef bint runs(self, const uint32_t* text, Py_ssize_t origin, Py_ssize_t start, Py_ssize_t end) except -1:
        """Run the program from one place of a line; where the ways part, none is gone twice from the same place."""
        cdef Py_ssize_t used = 0
        cdef Py_ssize_t width = end - origin + 1
        cdef Py_ssize_t at, place, depth, low, high, bit, further, last
        cdef Py_ssize_t steps = 0
        cdef int32_t here, count
        cdef uint32_t character
        cdef int32_t* code = self.code
        cdef bint goes_on
        cdef WordList words
        _push(0, start, &used)
        while used:
            if steps > MOST_STEPS:
                self.cost += steps
                return True
            used -= 1
            here = _steps[used].place
            at = _steps[used].at
            goes_on = True
            while goes_on:
                op = code[here]
                steps += 1
                # What folding made one of may have been taken before.
                if op == OP_TEXT:
                    count = code[here + 1]
                    if at + count > end:
                        break
                    for place in range(count):
                        if text[at + place] != <uint32_t>code[here + 2 + place]:
                            goes_on = False
                            break
                    at += count
                    here += 2 + count
                elif op == OP_ONE_OF:
                    count = code[here + 1]
                    goes_on = False
                    if at < end:
                        character = text[at]
                        for place in range(count):
                            if character == <uint32_t>code[here + 2 + place]:
                                goes_on = True
                                break
                    if at > origin and (text[at - 1] == 32 or text[at - 1] == 48):
                        for place in range(count):
                            if text[at - 1] == <uint32_t>code[here + 2 + place]:
                                if goes_on:
                                    _push(here + 2 + count, at, &used)
                                else:
                                    goes_on = True
                                    at -= 1
                                break
                    at += 1
                    here += 2 + count
                elif op == OP_MARK:
                    goes_on = at < end and _page(text[at]).kind[text[at] & 255] & IS_MARK != 0
                    if at > origin and text[at - 1] == 32:
                        if goes_on:
                            _push(here + 1, at, &used)
                        else:
                            goes_on = True
                            at -= 1
                    at += 1
                    here += 1
                elif op == OP_ANY:
                    goes_on = at < end
                    if at > origin and (text[at - 1] == 32 or text[at - 1] == 48):
                        if goes_on:
                            _push(here + 1, at, &used)
                        else:
                            goes_on = True
                            at -= 1
                    at += 1
                    here += 1
                elif op == OP_ANYTHING:
                    if code[here + 1] == OP_MATCH:
                        self.cost += steps
                        return True
                    # From where it was before, all that is behind was gone already.
                    last = self.reached[self.numbers[here]]
                    if at < last:
                        self.reached[self.numbers[here]] = at
                    steps += last - at if at < last else 0
                    for further in range(at, last):
                        if self.may_begin(here + 1, text, further, origin, end):
                            _push(here + 1, further, &used)
                    goes_on = False
                elif op == OP_WORD:
                    words = <WordList>self.lists[code[here + 1]]
                    place = at + 1
                    while place >= at:
                        place -= 1
                        if place < at and (at <= origin or (text[place] != 32 and text[place] != 48)):
                            break
                        low = 0
                        high = words.count
                        depth = 0
                        while low < high:
                            if words.starts[low] + depth == words.starts[low + 1]:
                                if place + depth >= at:
                                    _push(here + 2, place + depth, &used)
                                low += 1
                            if place + depth >= end or low == high:
                                break
                            low = words.bound(low, high, depth, text[place + depth], False)
                            high = words.bound(low, high, depth, text[place + depth], True)
                            depth += 1
                    goes_on = False
                elif op == OP_JUMP:
                    here += code[here + 1]
                elif op == OP_EITHER:
                    bit = self.numbers[here] * width + at - origin
                    if _visited[bit >> 3] & (1 << (bit & 7)):
                        goes_on = False
                    else:
                        _visited[bit >> 3] |= 1 << (bit & 7)
                        if not self.may_begin(here + 2, text, at, origin, end):
                            here += code[here + 1]
                        else:
                            if self.may_begin(here + code[here + 1], text, at, origin, end):
                                _push(here + code[here + 1], at, &used)
                            here += 2
                else:
                    if self.searches or at == end:
                        self.cost += steps
                        return True
                    goes_on = False
        self.cost += steps
        return False


def program_of(expression):
    outline = expression.outline
    if outline is None:
        return None
    lists = [_word_list(tuple(map(fold, expression.vocabulary.lists.get(name, ())))) for name in outline.lists]
    code, *programs = outline.programs
    ahead = [Program(each, lists, (), True, outline.opens, False) for each in programs]
    if outline.backwards:
        lists = [each.turned() for each in lists]
    return Program(code, lists, ahead, expression.searches, outline.opens, outline.backwards)


_PLACES = {Place.START: AT_START, Place.END: AT_END, Place.INSIDE: INSIDE}


@lru_cache(maxsize=512)
def _word_list(words):
    return WordList(words)


cdef inline uint32_t _bit_of(uint32_t character) noexcept:
    return character if character < OTHERS else OTHERS + (character & 63)


cdef inline void _allow(First* first, uint32_t character) noexcept:
    cdef uint32_t bit = _bit_of(character)
    first.bits[bit >> 6] |= <uint64_t>1 << (bit & 63)


cdef inline bint _is_joined(uint32_t character) noexcept:
    """Tell whether folding makes one of several of a character."""
    return character == 32 or character == 48


cdef inline Py_ssize_t _length(const int32_t* code) noexcept:
    """Return how many integers an instruction has."""
    if code[0] == OP_TEXT or code[0] == OP_ONE_OF:
        return 2 + code[1]
    return 2 if code[0] == OP_WORD or code[0] == OP_JUMP or code[0] == OP_EITHER else 1


# ---- Keys: which of them stand in a line.

cdef enum:
    # How many bits the filters have, small enough to stay in the nearest cache.
    SHORT_FILTER = 1 << 13
    MIDDLE_FILTER = 1 << 16
    LONG_FILTER = 1 << 18
    EXACT_FILTER = 1 << 20
    # How often the keys of an expression are found before its outline is made, which takes longer than a few tries.
    HITS = 6

cdef uint32_t STARTS = <uint32_t>ord(START)
cdef uint32_t ENDS = <uint32_t>ord(END)
cdef double COST = COST_OF_A_TRY

cdef uint64_t FACTOR = <uint64_t>0x9E3779B97F4A7C15ULL
cdef uint64_t FURTHER_FACTOR = <uint64_t>0xD1342543DE82EF95ULL


cdef inline uint64_t _eight(const uint8_t* bytes) noexcept:
    """Return eight characters as one number; the first are its last bits."""
    cdef uint64_t eight
    memcpy(&eight, bytes, sizeof(eight))
    return eight


cdef inline uint64_t _first(uint64_t eight, Py_ssize_t size) noexcept:
    """Return the first of eight characters, so many of them."""
    return eight & ((<uint64_t>1 << (8 * size)) - 1)


cdef inline uint64_t _hash(const uint8_t* bytes, Py_ssize_t size, int where) noexcept:
    """Return the hash of a key of so many characters."""
    cdef uint64_t low = _eight(bytes)
    cdef uint64_t high = 0
    if size < 8:
        low = _first(low, size)
    elif size > 8:
        high = _first(_eight(bytes + 8), size - 8)
    return (low * FACTOR) ^ ((high << 8 | size << 2 | where) * FURTHER_FACTOR)


cdef struct Slot:
    uint32_t hashed  # the first half of it
    int32_t key  # its number and one; nought where the slot is free

cdef struct Target:
    uint64_t line  # the last line on which it was judged
    double most
    double words
    Py_ssize_t least
    int32_t order  # -1 where its rule does not run, -2 where nobody has asked
    int32_t hits

cdef uint64_t _lines_seen = 0
cdef uint32_t _NOTHING[1]
cdef uint8_t _NO_BYTES[PADDING]
memset(_NOTHING, 0, sizeof(_NOTHING))
memset(_NO_BYTES, 0, sizeof(_NO_BYTES))


cdef class Index:
    """Keys by their hashes, and the expressions that have them."""

    cdef Slot* slots
    cdef uint64_t mask  # for the number of a slot
    cdef uint32_t* text  # of all keys
    cdef int32_t* starts  # of each key in it
    cdef int32_t* ends  # of the expressions of each key in `named`
    cdef int32_t* named
    cdef Target* targets  # of each expression
    cdef Py_ssize_t count
    # Whether any key begins with these two, four or six characters, has this one alone, or has this hash.
    cdef uint8_t* short_filter
    cdef uint8_t* middle_filter
    cdef uint8_t* long_filter
    cdef uint8_t singles[256]
    cdef uint8_t* exact_filter
    cdef bint sizes[3][LONGEST_KEY + 1]  # whether there are keys of this place and size
    cdef object target_of
    cdef Py_ssize_t longest  # the longest line that is looked at
    # Of each expression, once it was asked for: itself, its bit, further keys that it needs, and its outline.
    cdef list expressions
    cdef list bits
    cdef list needed
    cdef list programs

    def __init__(self, keys, Py_ssize_t expressions, target_of, Py_ssize_t longest):
        cdef Py_ssize_t number, total
        cdef Py_ssize_t at = 0
        cdef list texts = keys.texts
        ends, named = keys.named_by()
        self.count = len(texts)
        self.target_of = target_of
        self.longest = longest
        self.expressions = [None] * expressions
        self.bits = [0] * expressions
        self.needed = [()] * expressions
        self.programs = [None] * expressions
        self.mask = 16
        while self.mask < 2 * <uint64_t>self.count:
            self.mask *= 2
        self.mask -= 1
        total = sum(map(len, texts))
        self.slots = <Slot*>calloc(self.mask + 1, sizeof(Slot))
        self.text = <uint32_t*>malloc((total + PADDING) * sizeof(uint32_t))
        self.starts = <int32_t*>malloc((self.count + 1) * sizeof(int32_t))
        self.ends = <int32_t*>malloc((self.count + 1) * sizeof(int32_t))
        self.named = <int32_t*>malloc((len(named) + 1) * sizeof(int32_t))
        self.targets = <Target*>calloc(expressions + 1, sizeof(Target))
        self.short_filter = <uint8_t*>calloc(SHORT_FILTER // 8, 1)
        self.middle_filter = <uint8_t*>calloc(MIDDLE_FILTER // 8, 1)
        self.long_filter = <uint8_t*>calloc(LONG_FILTER // 8, 1)
        self.exact_filter = <uint8_t*>calloc(EXACT_FILTER // 8, 1)
        if (
            self.slots is NULL or self.text is NULL or self.starts is NULL or self.ends is NULL or self.named is NULL
            or self.targets is NULL or self.short_filter is NULL or self.middle_filter is NULL
            or self.long_filter is NULL or self.exact_filter is NULL
        ):
            raise MemoryError
        memset(self.singles, 0, sizeof(self.singles))
        memset(self.sizes, 0, sizeof(self.sizes))
        self.ends[0] = 0
        for number in range(self.count):
            self.ends[number + 1] = ends[number]
        for number in range(len(named)):
            self.named[number] = named[number]
        for number in range(expressions):
            self.targets[number].order = -2
        for number in range(self.count):
            self.starts[number] = <int32_t>at
            at = self.add(texts[number], <int32_t>number, at)
        self.starts[self.count] = <int32_t>at

    def __dealloc__(self):
        free(self.slots)
        free(self.text)
        free(self.starts)
        free(self.ends)
        free(self.named)
        free(self.targets)
        free(self.short_filter)
        free(self.middle_filter)
        free(self.long_filter)
        free(self.exact_filter)

    cdef Py_ssize_t add(self, str entry, int32_t number, Py_ssize_t at) except -1:
        """Note a key, whose text goes to a place; returns where the next goes."""
        cdef int kind = PyUnicode_KIND(entry)
        cdef void* data = PyUnicode_DATA(entry)
        cdef Py_ssize_t first = 0
        cdef Py_ssize_t last = PyUnicode_GET_LENGTH(entry)
        cdef Py_ssize_t place, size
        cdef int where = INSIDE
        cdef uint64_t hashed, slot
        cdef uint8_t bytes[PADDING]
        memset(bytes, 0, PADDING)
        if last and PyUnicode_READ(kind, data, 0) == STARTS:
            where = AT_START
            first = 1
        elif last and PyUnicode_READ(kind, data, last - 1) == ENDS:
            where = AT_END
            last -= 1
        if last - first > LONGEST_KEY:
            # None that this project makes; a part of it finds as much.
            if where == AT_END:
                first = last - LONGEST_KEY
            else:
                last = first + LONGEST_KEY
        size = last - first
        if size == 0:
            return at
        for place in range(size):
            self.text[at + place] = PyUnicode_READ(kind, data, first + place)
            bytes[place] = _byte(self.text[at + place])
        self.sizes[where][size] = True
        if where == INSIDE:
            if size == 1:
                self.singles[bytes[0]] = 1
            elif size < SHORT_KEY:
                _set(self.short_filter, _first(_eight(bytes), 2) * FACTOR, SHORT_FILTER)
            elif size < LONG_KEY:
                _set(self.middle_filter, _first(_eight(bytes), SHORT_KEY) * FACTOR, MIDDLE_FILTER)
            else:
                _set(self.long_filter, _first(_eight(bytes), LONG_KEY) * FACTOR, LONG_FILTER)
        hashed = _hash(bytes, size, where)
        _set(self.exact_filter, hashed, EXACT_FILTER)
        slot = hashed & self.mask
        while self.slots[slot].key:
            slot = (slot + 1) & self.mask
        self.slots[slot].hashed = hashed >> 32
        self.slots[slot].key = number + 1
        return at + size

    cdef inline int32_t key_of(self, uint64_t hashed, const uint32_t* text, Py_ssize_t size) noexcept:
        """Return the number of the key that stands here, or -1."""
        cdef uint64_t slot = hashed & self.mask
        cdef int32_t key
        while self.slots[slot].key:
            if self.slots[slot].hashed == hashed >> 32:
                key = self.slots[slot].key - 1
                if self.starts[key + 1] - self.starts[key] == size and _same(self.text + self.starts[key], text, size):
                    return key
            slot = (slot + 1) & self.mask
        return -1

    def find(self, Sheet sheet, dict seen, double allowed):
        cdef Py_ssize_t index
        cdef double cost = 0
        cdef set found
        for index in range(len(sheet.lines)):
            if sheet.folded.rows[sheet.first + index].size > self.longest:
                if len(sheet.lines[index].stripped) > self.longest:
                    continue
            found = set()
            self.keys_in(sheet.folded.text, sheet.folded.bytes, &sheet.folded.rows[sheet.first + index], found)
            if found:
                cost = self.judge(sheet, index, found, seen, cost)
                if cost > allowed:
                    break
        return cost

    cdef int keys_in(self, const uint32_t* text, const uint8_t* bytes, const Row* row, set found) except -1:
        """Note the keys that stand in a line."""
        cdef Py_ssize_t at, room
        cdef uint64_t eight
        if row.core < 0:
            # A line of marks has a core of its own.
            self.key_at(_NOTHING, _NO_BYTES, 1, AT_START, found)
            self.key_at(_NOTHING, _NO_BYTES, 1, AT_END, found)
        else:
            room = row.core_end - row.core
            self.keys_at(text + row.core, bytes + row.core, 1, min(room, LONGEST_KEY), AT_START, found)
            for at in range(1, min(room, LONGEST_KEY) + 1):
                self.key_at(text + row.core_end - at, bytes + row.core_end - at, at, AT_END, found)
            if row.numbered >= 0:
                room = row.core_end - row.numbered
                self.keys_at(text + row.numbered, bytes + row.numbered, 1, min(room, LONGEST_KEY), AT_START, found)
        for at in range(row.start, row.end):
            eight = _eight(bytes + at)
            room = row.end - at
            if _has(self.long_filter, _first(eight, LONG_KEY) * FACTOR, LONG_FILTER):
                self.keys_at(text + at, bytes + at, LONG_KEY, min(room, LONGEST_KEY), INSIDE, found)
            if _has(self.middle_filter, _first(eight, SHORT_KEY) * FACTOR, MIDDLE_FILTER):
                self.keys_at(text + at, bytes + at, SHORT_KEY, min(room, LONG_KEY - 1), INSIDE, found)
            if _has(self.short_filter, _first(eight, 2) * FACTOR, SHORT_FILTER):
                self.keys_at(text + at, bytes + at, 2, min(room, SHORT_KEY - 1), INSIDE, found)
            if self.singles[eight & 255]:
                self.key_at(text + at, bytes + at, 1, INSIDE, found)
        return 0

    cdef int keys_at(
        self, const uint32_t* text, const uint8_t* bytes, Py_ssize_t least, Py_ssize_t most, int where, set found
    ) except -1:
        """Note the keys of such sizes that stand at a place."""
        cdef Py_ssize_t size
        for size in range(least, most + 1):
            self.key_at(text, bytes, size, where, found)
        return 0

    cdef inline int key_at(
        self, const uint32_t* text, const uint8_t* bytes, Py_ssize_t size, int where, set found
    ) except -1:
        """Note the key of this size that stands at a place, if there is one."""
        cdef uint64_t hashed
        cdef int32_t key
        if self.sizes[where][size]:
            hashed = _hash(bytes, size, where)
            if _has(self.exact_filter, hashed, EXACT_FILTER):
                key = self.key_of(hashed, text, size)
                if key >= 0:
                    found.add(key)
        return 0

    cdef double judge(self, Sheet sheet, Py_ssize_t index, set found, dict seen, double cost) except -1:
        """Note the expressions of the keys that stand in a line, those aside that its outline rules out."""
        global _lines_seen
        cdef Row* row = &sheet.folded.rows[sheet.first + index]
        cdef Py_ssize_t place
        cdef int32_t key, expression
        cdef Target* target
        cdef uint64_t this
        line = sheet.lines[index]
        _lines_seen += 1
        this = _lines_seen
        for key in found:
            for place in range(self.ends[key], self.ends[key + 1]):
                expression = self.named[place]
                target = &self.targets[expression]
                if target.order == -2:
                    self.ask(expression)
                if target.order < 0:
                    continue
                cost += COST
                if row.size < target.least or row.bare > target.most:
                    continue
                if row.words > target.words:
                    continue
                cost += row.end - row.start
                if target.line == this:
                    continue
                target.line = this
                if not self.passes(expression, sheet.folded.text, row):
                    continue
                held = seen.get(target.order)
                if held is None:
                    seen[target.order] = held = {}
                held[line.number] = held.get(line.number, 0) | self.bits[expression]
        return cost

    cdef int ask(self, int32_t expression) except -1:
        cdef Target* target = &self.targets[expression]
        found = self.target_of(expression)
        if found is None:
            target.order = -1
            return 0
        target.least, target.most, target.words = found.least, found.most, found.words
        self.bits[expression] = found.bit
        self.needed[expression] = tuple(
            (_PLACES[place], WordList(texts)) for place, texts in further_of(found.expression.keys)
        )
        self.expressions[expression] = found.expression
        target.order = found.order
        return 0

    cdef bint passes(self, int32_t expression, const uint32_t* text, const Row* row) except -1:
        cdef Target* target = &self.targets[expression]
        if target.hits <= HITS:
            target.hits += 1
            if target.hits <= HITS:
                return self.has_needed(expression, text, row)
            self.programs[expression] = program_of(self.expressions[expression])
        program = self.programs[expression]
        if program is None or (<Program>program).begins_anyhow:
            if not self.has_needed(expression, text, row):
                return False
        if program is None:
            return True
        if (<Program>program).rules_out(text, row):
            return False
        if (<Program>program).is_too_dear():
            self.programs[expression] = None
        return True

    cdef bint has_needed(self, int32_t expression, const uint32_t* text, const Row* row) except -1:
        for place, texts in <tuple>self.needed[expression]:
            if not (<WordList>texts).stands_in(text, row, place):
                return False
        return True


cdef inline void _set(uint8_t* bits, uint64_t hashed, uint64_t size) noexcept:
    cdef uint64_t place = (hashed >> 24) & (size - 1)
    bits[place >> 3] |= 1 << (place & 7)


cdef inline bint _has(const uint8_t* bits, uint64_t hashed, uint64_t size) noexcept:
    cdef uint64_t place = (hashed >> 24) & (size - 1)
    return bits[place >> 3] & (1 << (place & 7)) != 0
