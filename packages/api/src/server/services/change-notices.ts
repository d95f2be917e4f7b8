type Listener = (domain: string) => void

/** Tells whoever follows a user that something of theirs changed, and never what. */
export interface ChangeNotices {
  /** `domain` is the first word of the procedures that show it. */
  note(userId: string, domain: string): void
  /** Calls back for each change until the returned function is called. */
  subscribe(userId: string, listener: Listener): () => void
}

export function createChangeNotices(): ChangeNotices {
  const listeners = new Map<string, Set<Listener>>()
  return {
    note(userId, domain) {
      for (const listener of listeners.get(userId) ?? []) listener(domain)
    },
    subscribe(userId, listener) {
      const ofUser = listeners.get(userId) ?? new Set()
      listeners.set(userId, ofUser.add(listener))
      return () => {
        ofUser.delete(listener)
        if (ofUser.size === 0 && listeners.get(userId) === ofUser) listeners.delete(userId)
      }
    },
  }
}
