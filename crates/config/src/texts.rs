//! The faults of host names, which operators and administrators enter.

mail::texts! {
    // `value` is the input, quoted; `host` and `scheme` are parts of it.
    host_url(value, scheme, host);
    host_with_port(value, host, port);
    host_email_address(value);
    host_invalid(value);
}
