/** The settings that are secrets: never stored in clear, never logged, never shown. Apart from the schema, for who must not wait for it. */
export const secretSettings = ['quickconnectCode', 'password', 'authCode'] as const;
