//! Tests with tables as common programs write them.

use proptest::prelude::*;
use serde_json::{Map, Value};

use super::*;

fn read_named(name: &str, bytes: &[u8]) -> Result<Table, TableFault> {
    read(Upload { name, bytes })
}

/// The rows as the script sees them.
fn rows_of(table: &Table) -> Vec<Map<String, Value>> {
    let mut input: Value = serde_json::from_str(table.input.json()).expect("JSON");
    serde_json::from_value(input["rows"].take()).expect("objects")
}

/// The table on one line: columns, then rows, then remarks; or the fault.
fn outline(name: &str, bytes: &[u8]) -> String {
    match read_named(name, bytes) {
        Err(fault) => {
            format!("fault: {}", i18n::Language::English.render(&fault.text))
        }
        Ok(table) => {
            let cell = |row: &Map<String, Value>, column: &String| match row.get(column) {
                Some(Value::String(text)) => text.replace('\n', "⏎"),
                other => other.map_or("-".to_owned(), Value::to_string),
            };
            let rows: Vec<String> = rows_of(&table)
                .iter()
                .map(|row| table.columns.iter().map(|column| cell(row, column)).collect::<Vec<_>>().join("|"))
                .collect();
            format!("{} = {}", table.columns.join("|"), rows.join(" / "))
        }
    }
}

fn check(cases: &[(&str, &[u8], &str)]) {
    for (name, bytes, expected) in cases {
        assert_eq!(outline(name, bytes), *expected, "{}", String::from_utf8_lossy(bytes));
    }
}

#[test]
fn the_delimiter_is_recognised() {
    check(&[
        ("a.csv", b"name,email\nAnn,ann@example.com\n", "name|email = Ann|ann@example.com"),
        ("a.csv", b"name;price\nAnn;1,50\nBob;2,75\n", "name|price = Ann|1,50 / Bob|2,75"),
        ("a.csv", b"name;net, gross\nAnn;1,50\nBob;2,75\n", "name|net, gross = Ann|1,50 / Bob|2,75"),
        (
            "a.csv",
            b"Last, First, Title;email\nM, A, Dr;a@example.com\n",
            "Last, First, Title|email = M, A, Dr|a@example.com",
        ),
        ("a.tsv", b"name\temail\nAnn, Dr.\ta@example.com\n", "name|email = Ann, Dr.|a@example.com"),
        ("a.csv", b"name|note\nAnn|a;b,c\n", "name|note = Ann|a;b,c"),
        ("a.csv", b"name,note\nAnn,\"x;y;z\"\nBob,a;b\n", "name|note = Ann|x;y;z / Bob|a;b"),
        ("a.csv", b"price\n1,50\n2,75\n", "price = 1,50 / 2,75"),
        ("a.csv", b"name\n\"Miller, Ann\"\n", "name = Miller, Ann"),
        ("a.csv", b"sep=;\r\nname,x;email\r\nA;b\r\n", "name,x|email = A|b"),
        ("a.csv", b"\"sep=,\"\na;b,c\n1,2\n", "a;b|c = 1|2"),
    ]);
}

#[test]
fn the_encoding_is_recognised() {
    let utf16 = |text: &str, big: bool| {
        let units = std::iter::once('\u{FEFF}').chain(text.chars()).collect::<String>();
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        units.encode_utf16().flat_map(bytes).collect::<Vec<u8>>()
    };
    let table = "name\temail\nJürgen\tj@example.com\n";
    let expected = "name|email = Jürgen|j@example.com";
    check(&[
        ("a.csv", table.as_bytes(), expected),
        ("a.csv", &[b"\xEF\xBB\xBF", table.as_bytes()].concat(), expected),
        ("a.txt", &utf16(table, false), expected),
        ("a.txt", &utf16(table, true), expected),
        ("a.csv", b"name;preis\nJ\xFCrgen;3 \x80\n", "name|preis = Jürgen|3 €"),
        (
            "a.csv",
            b"name;ort\nJ\xC3\xBCrgen;K\xC3\xB6ln\nS\xC3;x\n",
            "fault: line 3 contains characters that cannot be read: the file is neither UTF-8 nor Windows-1252; save it as “CSV UTF-8”",
        ),
        (
            "a.csv",
            b"a,b\n\0,x\n",
            "fault: line 2 contains characters that do not occur in text: save the table as “CSV UTF-8”",
        ),
        (
            "a.xlsx",
            b"PK\x03\x04rest",
            "fault: the file is a workbook or an archive: save the table as “CSV UTF-8”, in Excel with “Save as”, and upload that",
        ),
    ]);
}

#[test]
fn line_endings_blank_lines_and_short_rows_are_handled() {
    check(&[
        ("a.csv", b"a,b\r\n1,2\r\n\r\n3,4", "a|b = 1|2 / 3|4"),
        ("a.csv", b"a,b\r1,2\r3,4\r", "a|b = 1|2 / 3|4"),
        ("a.csv", b"\n\n a , b \n1, 2\n  \n,,\n", "a|b = 1| 2"),
        ("a.csv", b"a,b,c\n1\n1,2\n", "a|b|c = 1|| / 1|2|"),
        ("a.csv", b"a,b\n1,2,,\n", "a|b = 1|2"),
        ("a.csv", b"a,b,,\n1,2,,\n", "a|b = 1|2"),
        ("a.csv", b",name\n0,Ann\n", "column 1|name = 0|Ann"),
        ("a.csv", b"a,b\n\"x\r\ny\",\"say \"\"hi\"\"\"\n", "a|b = x⏎y|say \"hi\""),
    ]);
}

#[test]
fn ambiguous_tables_are_faults_with_their_line() {
    let line = |bytes: &[u8]| read_named("a.csv", bytes).expect_err("a fault").line;
    assert_eq!(line(b"a,b\n\n\n1,2\n\"x\ny\",2\n1,2,3\n"), Some(7), "blank lines and broken cells count");
    assert_eq!(line(b"sep=,\na,b\n1,2,3\n"), Some(3), "Excel's line counts");
    check(&[
        (
            "a.csv",
            b"a;b\n1;2;3\n",
            "fault: line 2 has 3 cells, but the header has 2: put a cell that contains a semicolon in quotes, or name the further columns in the header",
        ),
        (
            "a.csv",
            b"a,b\n1,2\n\"x,2\n3,4\n",
            "fault: the row at line 3 opens a quote that is not closed: close it, and write a quote within a cell twice",
        ),
        (
            "a.csv",
            b"email,name,email\nx,y,z\n",
            "fault: columns 1 and 3 are both called `email`: give each its own name, so that the script uses the right one",
        ),
        (
            "a.csv",
            b"ann@example.com;Ann\nbob@example.com;Bob\n",
            "fault: line 1 contains the address `ann@example.com` where the column names belong: add a first row above it, such as email;name",
        ),
        ("a.csv", b"a,b\n", "fault: the table has a header but no rows: each row below the header is one email"),
        (
            "a.csv",
            b" \n",
            "fault: the file is empty: the first row names the columns, and each further row is one email",
        ),
    ]);
}

#[test]
fn json_is_a_list_of_objects() {
    check(&[
        ("a.json", br#"[{"b": 1, "a": "x"}, {"c": [2]}]"#, "a|b|c = x|1|- / -|-|[2]"),
        ("upload", br#" {"rows": [{"a": "x"}], "title": "T"}"#, "a = x"),
        (
            "a.json",
            br#"{"a": 1}"#,
            "fault: the file contains an object without `rows`: write the rows as a list, as in [{\"email\": \"ann@example.com\"}]",
        ),
        (
            "a.json",
            b"[1]",
            "fault: row 1 is a number: each row must be an object, as in [{\"email\": \"ann@example.com\"}]",
        ),
        (
            "a.json",
            b"{\"rows\": \"x\"}",
            "fault: `rows` is a string: write the rows as a list of objects, as in [{\"email\": \"ann@example.com\"}]",
        ),
        (
            "a.json",
            b"7",
            "fault: the file contains a number: write the rows as a list of objects, as in [{\"email\": \"ann@example.com\"}]",
        ),
        (
            "a.json",
            b"[{\"a\": 1},\n {\"a\" 2}]",
            "fault: line 2 is not valid JSON from character 7 on: look for a missing or surplus comma, quote or bracket",
        ),
        (
            "a.json",
            b"{\"rows\": [{\"a\": 1}], \"rows\": [{\"b\": 12345678901234567890}, {\"\\u0062\": 1.10}]}",
            "b = 12345678901234567890 / 1.1",
        ),
        (
            "a.json",
            b"[{}, 7, null]",
            "fault: row 2 is a number: each row must be an object, as in [{\"email\": \"ann@example.com\"}]",
        ),
        ("a.json", b"[]", "fault: the list has no rows: each object in it is one email"),
    ]);
    let table = read_named("a.json", br#"{"rows": [{"a": "x"}], "title": "T"}"#).expect("a table");
    assert_eq!(table.input.json(), r#"{"rows":[{"a":"x"}],"title":"T"}"#);
    let table = read_named("a.json", br#"[{"b": 1.10, "a": 12345678901234567890}, {}]"#).expect("a table");
    assert_eq!(table.input.json(), r#"{"rows":[{"b":1.10,"a":12345678901234567890},{}]}"#);
    assert_eq!(table.input.rows(), Some(2));
    let keys = (0..=COLUMNS).map(|nth| format!("{{\"key {nth}\": 1}}")).collect::<Vec<_>>().join(",");
    check(&[(
        "a.json",
        format!("[{keys}]").as_bytes(),
        "fault: the rows have more than 200 different keys: leave out those that the script does not use",
    )]);
}

#[test]
fn what_was_recognised_is_reported() {
    let table = read_named("a.csv", b";name\n1;J\xFCrgen\n2\n").expect("a table");
    assert_eq!(
        table.remarks,
        [
            texts::table_separated_by_semicolons(),
            texts::table_encoding("Windows-1252"),
            texts::table_rows_read(2),
            texts::table_short_rows(1),
            texts::table_column_without_name("`column 1`"),
        ]
    );
}

#[test]
fn a_table_has_limits() {
    let fault = |bytes: Vec<u8>| read_named("a.csv", &bytes).expect_err("a fault").text;
    assert_eq!(fault(vec![b'x'; FILE_BYTES + 1]), texts::table_file_too_large(9, 8));
    assert_eq!(fault([b"a\n".to_vec(), b"1\n".repeat(ROWS + 1)].concat()), texts::table_too_many_rows(ROWS));
    assert_eq!(fault([b"x", &[b','; COLUMNS][..], b"\n1\n"].concat()), texts::table_too_many_columns(201, 200));
    let wide: String = (0..COLUMNS).map(|nth| format!("column_{nth},")).collect();
    let wide = format!("{}\n{}", wide.trim_end_matches(','), "1\n".repeat(ROWS));
    assert_eq!(fault(wide.into_bytes()), texts::table_input_too_large(8));
}

#[test]
fn cells_are_counted_before_they_take_memory() {
    let fault = |name: &str, text: String| read_named(name, text.as_bytes()).expect_err("a fault").text;
    let commas = ",".repeat(CELLS + 1);
    assert_eq!(fault("a.csv", format!("a,b\n1,2\n{commas}\n")), texts::table_too_many_cells(CELLS), "one row");
    assert_eq!(fault("a.csv", format!("a;b\n1;2\n{commas}\n")), texts::table_too_many_cells(CELLS), "any delimiter");
    let row = format!("{{{}\"a\":1}},", "\"a\":1,".repeat(99));
    let json = format!("[{}{{}}]", row.repeat(CELLS / 100));
    assert!(read_named("a.json", json.as_bytes()).is_ok());
    let json = format!("[{}{{\"a\":1}}]", row.repeat(CELLS / 100));
    assert_eq!(fault("a.json", json), texts::table_too_many_cells(CELLS));
}

proptest! {
    #[test]
    fn no_upload_makes_reading_panic(bytes in proptest::collection::vec(any::<u8>(), 0..300), name in "a|a.csv|a.json") {
        let _ = read_named(&name, &bytes);
    }

    #[test]
    fn every_row_has_all_columns(text in "[a-c@.\",;|\t\r\n =ü\u{1}]{0,120}") {
        if let Ok(table) = read_named("a.csv", text.as_bytes()) {
            prop_assert!(!rows_of(&table).is_empty());
            for row in rows_of(&table) {
                prop_assert_eq!(row.len(), table.columns.len());
            }
        }
    }

    #[test]
    fn written_tables_are_read_back(rows in proptest::collection::vec(["[a-z ,;\"\n|\t]{0,8}", "x[a-z,;\"\n]{0,8}"], 1..6), semicolon in any::<bool>()) {
        let mut writer = csv::WriterBuilder::new().delimiter(if semicolon { b';' } else { b',' }).from_writer(Vec::new());
        writer.write_record(["first", "second"]).expect("written");
        for row in &rows {
            writer.write_record(row).expect("written");
        }
        let written = writer.into_inner().expect("written");
        let table = read_named("a.csv", &written).expect("a table");
        let read: Vec<[String; 2]> = rows_of(&table).iter().map(|row| ["first", "second"].map(|name| row[name].as_str().unwrap_or_default().to_owned())).collect();
        prop_assert_eq!(read, rows);
    }
}
