/** What is asked for: hashes of sign-ins and of API keys, chat sessions, and models that those keys may ask. */
export interface RightsQuestion {
  signIns: string[]
  apiKeys: string[]
  sessions: string[]
  models: string[]
  /** Sign-ins that began before this have ended. */
  signedInAfter: Date
}

export interface RightsHolder {
  userId: string
  /** Null of a sign-in. */
  apiKeyId: string | null
  /** Where a key may be used from; anywhere where null. */
  ipRanges: string[] | null
}

/** Whose what was asked for is. What is not in here is nobody's, or is good no longer. */
export interface Rights {
  /** By the hash of the sign-in or key. */
  holders: Map<string, RightsHolder>
  /** Users by the chat session that they may see. */
  owners: Map<string, string>
  /** Hashes of the keys that may ask it by the model. One that is switched off may be asked again later, and is in here. */
  models: Map<string, Set<string>>
}
