"""How schemathesis writes bodies of media types that it does not know."""

import schemathesis


@schemathesis.serializer("message/rfc822")
def message(_context, value):
    """A message is sent as it was generated."""
    return value if isinstance(value, bytes) else str(value).encode()
