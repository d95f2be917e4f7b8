/**
 * What every connection sets before its first query, so that one server behaves like another.
 * Time is UTC. READ COMMITTED: a read after a lock was waited for sees what its holder wrote, on TiDB too, and updates
 * lock the rows they change alone, without the gaps between.
 */
export const sessionSettings = [
  `SET time_zone = '+00:00', innodb_lock_wait_timeout = 10, sql_mode = '${[
    'ONLY_FULL_GROUP_BY',
    'STRICT_TRANS_TABLES',
    'NO_ZERO_IN_DATE',
    'NO_ZERO_DATE',
    'ERROR_FOR_DIVISION_BY_ZERO',
    'NO_ENGINE_SUBSTITUTION',
  ].join(',')}'`,
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
]
