/**
 * Reads what files hold. The windows that one input goes to ask at once, and share the bytes for as long as one of them
 * still has them: ten large images for thirty windows are in memory once.
 */
export function createFileReader(readBytes: (id: string) => Promise<Buffer | null>) {
  const reading = new Map<string, Promise<Buffer | null>>()
  const read = new Map<string, WeakRef<Buffer>>()

  async function load(id: string): Promise<Buffer | null> {
    try {
      const bytes = await readBytes(id)
      if (bytes) read.set(id, new WeakRef(bytes))
      return bytes
    } finally {
      reading.delete(id)
    }
  }

  function find(id: string): Promise<Buffer | null> | Buffer {
    const kept = read.get(id)?.deref()
    if (kept) return kept
    const begun = reading.get(id) ?? load(id)
    reading.set(id, begun)
    return begun
  }

  return async (ids: string[]): Promise<Map<string, Buffer>> => {
    for (const [id, bytes] of read) if (!bytes.deref()) read.delete(id)
    const found = new Map<string, Buffer>()
    for (const id of ids) {
      const bytes = await find(id)
      if (bytes) found.set(id, bytes)
    }
    return found
  }
}
