"""Runs aiosmtpd for tests: aiosmtpd.py FOLDER CERTIFICATE KEY USERNAME PASSWORD

Listens on three ports of 127.0.0.1 (in clear, STARTTLS, implicit TLS), prints them, and ends with its standard input.
Each message becomes two files: N.eml with its bytes, then N.envelope with the sender and each recipient on a line.
"""

import asyncio
import itertools
import pathlib
import ssl
import sys

from aiosmtpd.smtp import SMTP, AuthResult

folder, certificate, key, username, password = sys.argv[1:]
folder = pathlib.Path(folder)
numbers = itertools.count(1)


class Keeper:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("refuse-"):
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 2.1.5 OK"

    async def handle_DATA(self, server, session, envelope):
        number = next(numbers)
        (folder / f"{number}.eml").write_bytes(envelope.original_content)
        lines = [envelope.mail_from, *envelope.rcpt_tos]
        (folder / f"{number}.new").write_text("\n".join(lines), encoding="utf-8")
        (folder / f"{number}.new").rename(folder / f"{number}.envelope")
        return f"250 2.0.0 Kept as {number}"


def authenticate(server, session, envelope, mechanism, data):
    known = data.login == username.encode() and data.password == password.encode()
    return AuthResult(success=known, handled=False)


async def main():
    loop = asyncio.get_running_loop()
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)

    def smtp(**more):
        return lambda: SMTP(
            Keeper(), hostname="aiosmtpd.test", enable_SMTPUTF8=True, authenticator=authenticate, loop=loop, **more
        )

    servers = [
        await loop.create_server(smtp(auth_require_tls=False), "127.0.0.1", 0),
        await loop.create_server(smtp(tls_context=tls, require_starttls=True, auth_required=True), "127.0.0.1", 0),
        # aiosmtpd does not know of TLS from the first byte, and would offer no login over it.
        await loop.create_server(smtp(auth_require_tls=False, auth_required=True), "127.0.0.1", 0, ssl=tls),
    ]
    print(*(server.sockets[0].getsockname()[1] for server in servers), flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main())
