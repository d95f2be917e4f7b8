import { and, asc, eq, gt, like } from 'drizzle-orm'
import { transact } from '../../connection/transact.ts'
import type { Database } from '../../database.ts'
import { countRows } from '../count-rows.ts'
import { sealedColumns } from './sealed-columns.ts'

const AT_A_TIME = 50

export interface ResealRequest {
  /** How what is to be sealed anew begins. */
  prefix: string
  /** Null leaves it as it is. */
  reseal(id: string, sealed: string): string | null
}

export interface ResealResult {
  changed: number
  /** Ids of the rows that `reseal` could make nothing of. */
  left: string[]
}

/**
 * Puts what `reseal` makes of it in the place of everything sealed that begins so, row by row: whenever it ends, each row is
 * the one or the other, and it is done when it is run again. A row that someone has changed since it was read keeps the change.
 */
export async function resealAll(db: Database, { prefix, reseal }: ResealRequest): Promise<ResealResult> {
  const result: ResealResult = { changed: 0, left: [] }
  for (const column of sealedColumns) {
    for await (const row of readSealed(db, column, prefix)) {
      const resealed = reseal(row.id, row.sealed)
      if (resealed === null) result.left.push(row.id)
      else result.changed += await replace(db, column, { ...row, resealed })
    }
  }
  return result
}

type SealedColumn = (typeof sealedColumns)[number]

async function* readSealed(db: Database, { table, id, cipher }: SealedColumn, prefix: string) {
  for (let after = ''; ;) {
    const rows = await db
      .select({ id, sealed: cipher })
      .from(table)
      .where(and(gt(id, after), like(cipher, `${prefix}%`)))
      .orderBy(asc(id))
      .limit(AT_A_TIME)
    yield* rows
    if (rows.length < AT_A_TIME) return
    after = rows.at(-1)?.id ?? ''
  }
}

interface Resealed {
  id: string
  sealed: string
  resealed: string
}

/** Waits for who holds the row, and is tried again. */
function replace(db: Database, { table, id, cipher }: SealedColumn, row: Resealed): Promise<number> {
  const isSame = and(eq(id, row.id), eq(cipher, row.sealed))
  return transact(db, async (tx) =>
    countRows(await tx.update(table).set({ cipher: row.resealed }).where(isSame)),
  )
}
