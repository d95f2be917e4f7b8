/**
 * What every connection sets before its first query, so that one server behaves like another.
 * Time is UTC. READ COMMITTED: a read after a lock was waited for sees what its holder wrote, on TiDB too, and updates
 * lock the rows they change alone, without the gaps between.
 */
export const sessionSettings = [
  `SET time_zone = '+00:00', sql_mode = '${[
    'ONLY_FULL_GROUP_BY',
    'STRICT_TRANS_TABLES',
    'NO_ZERO_IN_DATE',
    'NO_ZERO_DATE',
    'ERROR_FOR_DIVISION_BY_ZERO',
    'NO_ENGINE_SUBSTITUTION',
  ].join(',')}'`,
  'SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED',
]

/**
 * How long the server itself goes on with what nobody waits for any more; a migration may take longer. The comments are
 * run by the one that knows the variable: `M!` by MariaDB alone, numbers from 50700 on by MySQL alone.
 */
export const sessionLimits =
  'SET innodb_lock_wait_timeout = 2, lock_wait_timeout = 5' +
  '/*M!100300 , max_statement_time = 10, idle_transaction_timeout = 15 */' +
  '/*!50708 , max_execution_time = 10000 */'
