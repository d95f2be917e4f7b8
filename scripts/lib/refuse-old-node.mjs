// Written in the syntax of old Node versions, so that they can read it and say what is wrong.

/** Ends the process with one sentence where this Node is too old for the tools: vite wants 20.19, or 22.12 of that line. */
export function refuseOldNode() {
  const parts = process.versions.node.split('.').map(Number)
  const major = parts[0]
  const minor = parts[1]
  const isNewEnough = (major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22
  if (isNewEnough) return
  console.error(
    'ChatMore needs Node 20.19, 22.12 or newer, and this is Node ' +
      process.versions.node +
      ': install a newer one from https://nodejs.org and run the command again.',
  )
  process.exit(1)
}
