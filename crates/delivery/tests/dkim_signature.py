"""Signs and verifies messages by DKIM (RFC 6376) with dkimpy: an independent judge of what owlpost leaves alone.

    dkim_signature.py sign KEY < message > signed    dkim_signature.py verify KEY < message

The key is a PEM file; the public half is taken from it instead of from DNS.
"""

import base64
import subprocess
import sys

import dkim

task, key = sys.argv[1:]
message = sys.stdin.buffer.read()
if task == "sign":
    with open(key, "rb") as file:
        secret = file.read()
    fields = [b"from", b"to", b"subject", b"date", b"message-id", b"mime-version", b"content-type", b"x-note"]
    # Also that there is no second of these, and no other address.
    fields += [b"from", b"subject", b"reply-to", b"cc"]
    relaxed = (b"relaxed", b"relaxed")
    simple = (b"simple", b"simple")
    for canonicalize in (relaxed, simple):
        message = dkim.sign(message, b"test", b"example.com", secret, canonicalize=canonicalize, include_headers=fields) + message
    sys.stdout.buffer.write(message)
else:
    command = ["openssl", "rsa", "-in", key, "-pubout", "-outform", "DER"]
    public = subprocess.run(command, check=True, capture_output=True).stdout
    record = b"v=DKIM1; k=rsa; p=" + base64.b64encode(public)
    judge = dkim.DKIM(message)
    count = sum(1 for name, _ in judge.headers if name.lower() == b"dkim-signature")
    valid = [judge.verify(idx=nth, dnsfunc=lambda name, timeout=5: record) for nth in range(count)]
    print(" ".join("valid" if one else "broken" for one in valid))
