-- How a token endpoint takes the client secret of a client, found out by a request that succeeded. Owner: settings.

CREATE TABLE oauth_client_authentication (
    token_url TEXT NOT NULL,
    client_id TEXT NOT NULL,
    -- As in the provider's metadata: client_secret_post or client_secret_basic.
    method    TEXT NOT NULL,
    PRIMARY KEY (token_url, client_id)
);
