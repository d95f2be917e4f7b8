export const PALETTE_KEYS = 'mod+k'
export const NEW_SESSION_KEYS = 'mod+shift+o'
