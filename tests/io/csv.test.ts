/** Tables of text: read as RFC 4180 says, refused with row and column, written the same every time. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { csvColumn, formatCsv, parseCsv, parseNumber } from "dlrn/io/csv";
import fc from "fast-check";

test("agrees with hand: quotes, doubled quotes, line feeds in cells, CRLF, a byte order mark, no last line feed", () => {
  const { header, rows } = parseCsv(
    '\ufeffa,"b ""x""",c\r\n1,"two, three","line\nfeed"\r\n,"",z',
    "t.csv",
  );
  assert.deepEqual(header, ["a", 'b "x"', "c"]);
  assert.deepEqual(rows, [
    ["1", "two, three", "line\nfeed"],
    ["", "", "z"],
  ]);
  assert.deepEqual(parseCsv("a,b\n1,", "t.csv").rows, [["1", ""]]);
  assert.deepEqual(parseCsv("a\n", "t.csv").rows, []);
  assert.deepEqual(csvColumn(parseCsv("a,b\n1,2\n3,4\n", "t.csv"), "b"), ["2", "4"]);
});

test("agrees with hand: what is written is quoted only where it must be, and numbers are as short as they can be", () => {
  const text = formatCsv(
    ["id", "value"],
    [
      ["a,b", 0.1],
      ['say "x"', -0],
      [null, 1e21],
      ["two\nlines", 5e-324],
    ],
  );
  assert.equal(text, 'id,value\n"a,b",0.1\n"say ""x""",0\n,1e+21\n"two\nlines",5e-324\n');
});

test("obeys the law: what is written reads back the same", () => {
  const cell = fc.string({ unit: fc.constantFrom("a", "é", ",", '"', "\n", "\r", " ", ";") });
  const tables = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(tables, (rows) =>
      assert.deepEqual(parseCsv(formatCsv(["x", "y"], rows), "t.csv").rows, rows),
    ),
  );
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) =>
      assert.equal(parseNumber(formatCsv(["x"], [[x]]).slice(2, -1)), x === 0 ? 0 : x),
    ),
  );
});

test("a number is digits with sign, point and exponent, and nothing else", () => {
  for (const [cell, value] of [
    ["1", 1],
    ["-2.50", -2.5],
    [".5", 0.5],
    ["+3.", 3],
    ["6e-2", 0.06],
  ] as const) {
    assert.equal(parseNumber(cell), value);
  }
  for (const cell of [
    "",
    " 1",
    "1 ",
    "1,5",
    "1.2.3",
    "NaN",
    "Infinity",
    "1e999",
    "0x10",
    "12 mm",
    "-",
    "e5",
    "1_000",
  ]) {
    assert.equal(parseNumber(cell), null, cell);
  }
});

test("refuses tables that are not whole, with row and column", () => {
  const latin1 = Uint8Array.of(0x61, 0x0a, 0xe9, 0x0a);
  const cases: [string | Uint8Array, string][] = [
    ["", "t.csv: a table must begin with a header; it is empty"],
    ["a,\n", "t.csv, row 1, column 2: every column must have a name; this one has none"],
    ["a,b,a\n", 't.csv, row 1, column 3: column names must be unique; "a" comes twice'],
    ["a,b\n1,2\n3\n", "t.csv, row 3: a row must have one cell per column; it has 1 for 2 columns"],
    ["a,b\n1,2\n\n", "t.csv, row 3: a row must have one cell per column; it has 1 for 2 columns"],
    [
      "a;b\n1;2,5\n",
      "t.csv, row 2: a row must have one cell per column; it has 2 for 1 columns; separate cells by commas, not semicolons",
    ],
    ['a,b\n1,"2\n', "t.csv, row 2, column 2: a quoted cell must be closed; this one never is"],
    [
      'a,b\n1,2"x"\n',
      "t.csv, row 2, column 2: a quote must enclose the whole cell, and be doubled inside it",
    ],
    [
      'a,b\n"1"2,3\n',
      "t.csv, row 2, column 1: a quote must enclose the whole cell, and be doubled inside it",
    ],
    [
      "a,b\r1,2\r",
      "t.csv, row 1, column 2: rows must end with LF or CRLF; this one ends with a lone CR",
    ],
    [latin1, "t.csv: a table must be UTF-8 text; these bytes are not; save it as UTF-8"],
  ];
  for (const [content, message] of cases)
    assert.throws(() => parseCsv(content, "t.csv"), { name: "InputError", message });
  assert.throws(() => csvColumn(parseCsv("a,b\n", "t.csv"), "c"), {
    message: 't.csv: the table must have the column "c"; it has a, b',
  });
});

test("refuses to write a ragged row or a number that is none", () => {
  assert.throws(() => formatCsv(["a", "b"], [["1"]]), {
    name: "RangeError",
    message: "each row must have one cell per column; row 1 has 1 for 2",
  });
  assert.throws(() => formatCsv(["a", "b"], [["1", Number.NaN]]), {
    message: "numbers must be finite; row 1, column b is NaN",
  });
});
