"""Reads a delivery status notification with Python's email package and prints it as JSON."""

import email
import email.policy
import json
import sys

message = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
text, status, *returned = message.iter_parts()
fields = [{name: str(value) for name, value in block.items()} for block in status.get_payload()]
defects = [repr(defect) for part in message.walk() for defect in part.defects]
print(
    json.dumps(
        {
            "header": {name: str(value) for name, value in message.items()},
            "type": message.get_content_type(),
            "report_type": message.get_param("report-type"),
            "parts": [part.get_content_type() for part in message.iter_parts()],
            "text": text.get_content(),
            "message": fields[0],
            "recipients": fields[1:],
            "returned": returned[0].as_string() if returned else None,
            "defects": defects,
        }
    )
)
