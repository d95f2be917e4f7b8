interface WriteResult {
  affectedRows: number
}

/** How many rows an UPDATE found, also those that it left as they were: the driver asks the server for that. */
export function countRows(result: [WriteResult, ...unknown[]]): number {
  return result[0].affectedRows
}
