/** What is asked for: hashes of sign-ins and of API keys, and chat sessions. */
export interface RightsQuestion {
  signIns: string[]
  apiKeys: string[]
  sessions: string[]
  /** Sign-ins that began before this have ended. */
  signedInAfter: Date
}

/** Whose what was asked for is. What is not in here is nobody's, or is good no longer. */
export interface Rights {
  /** Users by the hash of the sign-in or key; a key has its id. */
  holders: Map<string, { userId: string; apiKeyId: string | null }>
  /** Users by the chat session that they may see. */
  owners: Map<string, string>
}
