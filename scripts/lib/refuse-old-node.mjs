// Written in the syntax of old Node versions, so that they can read it and say what is wrong.

/** Ends the process with one sentence where this Node is older than 20.19. */
export function refuseOldNode() {
  const parts = process.versions.node.split('.').map(Number)
  const isNewEnough = parts[0] > 20 || (parts[0] === 20 && parts[1] >= 19)
  if (isNewEnough) return
  console.error(
    'ChatMore needs Node 20.19 or newer, and this is Node ' +
      process.versions.node +
      ': install a newer one from https://nodejs.org and run the command again.',
  )
  process.exit(1)
}
