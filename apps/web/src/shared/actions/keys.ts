const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent)

const SIGNS: Record<string, string> = {
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  escape: 'Esc',
  enter: 'Enter',
}
const APPLE_SIGNS: Record<string, string> = { mod: '⌘', shift: '⇧', alt: '⌥' }
const OTHER_SIGNS: Record<string, string> = { mod: 'Ctrl', shift: 'Shift', alt: 'Alt' }

interface Pressed {
  key: string
  ctrlKey: boolean
  metaKey: boolean
  altKey: boolean
  shiftKey: boolean
}

/** Whether the pressed keys are these. Shift is part of a sign such as `?`, and is asked for with letters and arrows alone. */
export function matchesKeys(keys: string, event: Pressed, isOnApple = isApple): boolean {
  const parts = keys.split('+')
  const key = parts.at(-1) ?? ''
  const isModified = isOnApple ? event.metaKey : event.ctrlKey
  const hasOther = isOnApple ? event.ctrlKey : event.metaKey
  return (
    event.key.toLowerCase() === key &&
    isModified === parts.includes('mod') &&
    event.altKey === parts.includes('alt') &&
    !hasOther &&
    (isSign(key) || event.shiftKey === parts.includes('shift'))
  )
}

function isSign(key: string): boolean {
  return key.length === 1 && key.toLowerCase() === key.toUpperCase()
}

/** Whether they write nothing, so that they also count while one is typing. */
export function isChord(keys: string): boolean {
  return keys.startsWith('mod+')
}

/** The keys one by one, as they are printed on the keyboard. */
export function toKeyCaps(keys: string, isOnApple = isApple): string[] {
  const signs = isOnApple ? APPLE_SIGNS : OTHER_SIGNS
  return keys.split('+').map((part) => signs[part] ?? SIGNS[part] ?? part.toUpperCase())
}

/** As `aria-keyshortcuts` wants them. */
export function toAriaKeys(keys: string, isOnApple = isApple): string {
  const names: Record<string, string> = { mod: isOnApple ? 'Meta' : 'Control', shift: 'Shift', alt: 'Alt' }
  return keys
    .split('+')
    .map((part) => names[part] ?? (part.length === 1 ? part.toUpperCase() : part))
    .join('+')
}
