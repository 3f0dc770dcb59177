#!/usr/bin/env python3
"""Reads the gallery's messages with Python's email package, strictly, and compares them with the facts of each case.

Run it from anywhere: python3 crates/mail/tests/independent_parser.py
It renders the messages with cargo first, prints every mismatch, and exits with status 1 if there is one.
"""

import base64
import email
import email.errors
import email.policy
import json
import pathlib
import re
import subprocess
import sys
import tempfile

TESTS = pathlib.Path(__file__).resolve().parent
# Every defect that the parser finds is raised. UTF-8 in headers is read according to RFC 6532.
STRICT = email.policy.SMTPUTF8 + email.policy.strict


def main():
    wrong, read = [], 0
    with tempfile.TemporaryDirectory() as folder:
        command = ["cargo", "run", "--quiet", "--package", "mail", "--example", "gallery", "--", folder]
        subprocess.run(command, check=True, cwd=TESTS)
        for path in sorted((TESTS / "gallery").glob("*.json")):
            case = json.loads(path.read_text(encoding="utf-8"))
            if "facts" not in case:
                continue
            read += 1
            raw = pathlib.Path(folder, path.stem + ".eml").read_bytes()
            try:
                found = list(mismatches(raw, case))
            except (email.errors.MessageError, email.errors.MessageDefect) as defect:
                found = [f"defect: {defect!r}"]
            wrong += [f"{path.stem}: {line}" for line in found]
    print(*wrong, sep="\n", end="\n" if wrong else "")
    print(f"{read} messages read, {len(wrong)} mismatches")
    return 1 if wrong or read < 40 else 0


def mismatches(raw, case):
    """Yields a line for each difference between the message and the case."""
    yield from wire_form(raw)
    message = email.message_from_string(raw.decode("utf-8"), policy=STRICT)
    for part in message.walk():
        if part.defects:
            yield f"defects {part.defects} in {part.get_content_type()}"
        for name, value in part.items():
            # Python reports a UTF-8 local part as a defect even with RFC 6532.
            known = email.errors.NonASCIILocalPartDefect if case["facts"].get("smtputf8") else ()
            defects = [defect for defect in getattr(value, "defects", ()) if not isinstance(defect, known)]
            if defects:
                yield f"defects {defects} in {name}"
    yield from structured(raw)
    yield from header(message, case)
    yield from body(message, case["facts"])


def wire_form(raw):
    if not raw.endswith(b"\r\n"):
        yield "the last line has no line ending"
    if re.search(rb"\r(?!\n)|(?<!\r)\n|\0", raw):
        yield "a bare CR, a bare LF or a NUL"
    head, _, rest = raw.partition(b"\r\n\r\n")
    longest = max(map(len, raw.split(b"\r\n")))
    if longest > 998:
        yield f"a line of {longest} octets"
    widest = max(map(len, rest.split(b"\r\n")))
    if widest > 78:
        yield f"a line of {widest} octets in the body"
    if not rest.isascii():
        yield "octets above 127 in the body"
    for line in head.split(b"\r\n"):
        words = re.sub(rb"^[!-9;-~]+: | +", b" ", line).split()
        if len(line) > 78 and len(words) > 1:
            yield f"a header line of {len(line)} octets that could be folded"


def structured(raw):
    """RFC 2047 §5: a structured field may contain encoded words only in a phrase."""
    head = re.sub(rb"\r\n[ \t]", b" ", raw.partition(b"\r\n\r\n")[0])
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b": ")
        name = name.lower()
        tokens = name in (b"references", b"in-reply-to", b"message-id", b"date", b"auto-submitted")
        if name == b"list-id":
            value = value.rpartition(b" <")[2]
        if (tokens or name.startswith(b"list-")) and b"=?" in value:
            yield f"an encoded word in {line!r}"


def header(message, case):
    facts = case["facts"]
    expected = {
        "subject": facts["subject"] if isinstance(facts["subject"], str) else expand(facts["subject"]),
        "to": facts["to"],
        "cc": facts.get("cc", []),
        "reply-to": facts.get("reply_to", []),
        "bcc": [],
    }
    found = {"subject": str(message["Subject"])}
    for name in ("to", "cc", "reply-to", "bcc"):
        mailboxes = message[name].addresses if message[name] is not None else ()
        found[name] = [[without_spaces(box.display_name), box.username, box.domain] for box in mailboxes]
        expected[name] = [[without_spaces(shown), *parts(address)] for shown, address in expected[name]]
    for name, value in expected.items():
        if found[name] != value:
            yield f"{name} is {found[name]!r} instead of {value!r}"
    if len(message["From"].addresses) != 1:
        yield f"From is {message['From']!r}"
    sender = message["From"].addresses[0].domain
    own_id = facts.get("message_id")
    expected_id = re.escape(own_id) if own_id else r"<[0-9a-f]{32}@" + re.escape(sender) + ">"
    if not re.fullmatch(expected_id, str(message["Message-ID"])):
        yield f"Message-ID is {message['Message-ID']!r}"
    date = message["Date"].datetime
    if date is None or date.isoformat() != facts.get("date", "2026-11-22T19:29:30+00:00"):
        yield f"Date is {message['Date']!r}"
    if message["MIME-Version"] != "1.0":
        yield f"MIME-Version is {message['MIME-Version']!r}"
    names = [name.lower() for name in message.keys()]
    own = {name.lower(): value for name, value in facts.get("headers", {}).items()}
    usual = {"from", "to", "cc", "reply-to", "subject", "date", "message-id", "mime-version"}
    unknown = [name for name in names if name not in usual and name not in own and not name.startswith("content-")]
    if unknown or len(set(names)) != len(names):
        yield f"the fields are {names}"
    for name, value in own.items():
        if str(message[name]) != value:
            yield f"{name} is {str(message[name])!r} instead of {value!r}"


def without_spaces(name):
    """Python 3.11 keeps the space between two encoded words of a name, although RFC 2047 §6.2 removes it."""
    return name.replace(" ", "")


def parts(address):
    """The local part without quotes, as Python returns it, and the domain."""
    local, _, domain = address.rpartition("@")
    if local.startswith('"'):
        local = re.sub(r"\\(.)", r"\1", local[1:-1])
    return local, domain


def body(message, facts):
    if structure(message) != facts["structure"]:
        yield f"the structure is {structure(message)} instead of {facts['structure']}"
    files = [part for part in message.walk() if part.get_content_disposition()]
    yield from calendar(message, files, facts.get("calendar"))
    texts = {p.get_content_subtype(): p for p in message.walk() if p.get_content_maintype() == "text" and p not in files}
    for subtype, name in (("plain", "text"), ("html", "html")):
        expected = ended(expand(facts[name])) if name in facts else None
        found = texts[subtype].get_content().replace("\r\n", "\n") if subtype in texts else None
        if found != expected:
            yield f"{name} is {shortened(found)} instead of {shortened(expected)}"
    found = [
        {
            "name": part.get_filename(),
            "content_type": part.get_content_type(),
            "disposition": part.get_content_disposition(),
            "content_id": str(part["Content-ID"]) if part["Content-ID"] else None,
            "method": part["Content-Type"].params.get("method"),
            "base64": base64.b64encode(part.get_payload(decode=True)).decode(),
        }
        for part in files
    ]
    expected = [{"content_id": None, "method": None} | file for file in facts.get("attachments", [])]
    if found != expected:
        yield f"the files are {found} instead of {expected}"


def calendar(message, files, expected):
    """RFC 6047 §2.4: the media type has the method of the object, which is the last alternative."""
    found = [part for part in message.walk() if part.get_content_type() == "text/calendar" and part not in files]
    if len(found) != (1 if expected else 0):
        yield f"there are {len(found)} calendar objects"
        return
    for part in found:
        parameters = part["Content-Type"].params
        content = part.get_payload(decode=True).decode(parameters["charset"])
        if parameters.get("method") != expected["method"] or content != expected["content"]:
            yield f"the calendar object is {parameters.get('method')} {content!r}"
        if f"\r\nMETHOD:{expected['method']}\r\n" not in content:
            yield "the calendar object has another METHOD"
        alternatives = [one for one in message.walk() if one.get_content_subtype() == "alternative"]
        if alternatives[0].get_payload()[-1] is not part:
            yield "the calendar object is not the last alternative"


def structure(part):
    if not part.is_multipart():
        return part.get_content_subtype()
    return f"{part.get_content_subtype()}({','.join(map(structure, part.get_payload()))})"


def expand(text):
    return text if isinstance(text, str) else text["repeat"] * text["times"]


def ended(text):
    return text if not text or text.endswith("\n") else text + "\n"


def shortened(text):
    return repr(text if text is None or len(text) < 300 else text[:300] + "…")


if __name__ == "__main__":
    sys.exit(main())
