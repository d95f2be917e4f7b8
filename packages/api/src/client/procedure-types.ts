import type { AnyProcedure } from '@trpc/server'
import type { AppRouter } from '../server/router.ts'

type TypesOf<Node> = Node extends AnyProcedure
  ? Node['_def']['type']
  : { [Key in keyof Node]: TypesOf<Node[Key]> }

/** How each procedure is called. The server's types keep it complete: a new procedure without its line does not compile. */
export const procedureTypes = {
  auth: {
    status: 'query',
    register: 'mutation',
    login: 'mutation',
    logout: 'mutation',
    readInvite: 'query',
    readReset: 'query',
    resetPassword: 'mutation',
  },
  account: {
    update: 'mutation',
    changePassword: 'mutation',
    signIns: 'query',
    endSignIn: 'mutation',
    endOtherSignIns: 'mutation',
  },
  audit: { list: 'query' },
  invite: { create: 'mutation', list: 'query', revoke: 'mutation' },
  apiKey: { create: 'mutation', list: 'query', revoke: 'mutation' },
  model: {
    list: 'query',
    get: 'query',
    create: 'mutation',
    update: 'mutation',
    remove: 'mutation',
    test: 'mutation',
    discover: 'mutation',
  },
  session: {
    create: 'mutation',
    list: 'query',
    get: 'query',
    update: 'mutation',
    remove: 'mutation',
    restore: 'mutation',
    reveal: 'mutation',
    watch: 'subscription',
    tags: 'query',
  },
  lineUp: { create: 'mutation', list: 'query', update: 'mutation', remove: 'mutation' },
  template: { create: 'mutation', list: 'query', update: 'mutation', remove: 'mutation' },
  preference: { get: 'query', update: 'mutation' },
  user: {
    watch: 'subscription',
    list: 'query',
    update: 'mutation',
    resetPassword: 'mutation',
    endSignIns: 'mutation',
  },
  window: {
    add: 'mutation',
    update: 'mutation',
    remove: 'mutation',
    restore: 'mutation',
    reorder: 'mutation',
    rewind: 'mutation',
    clear: 'mutation',
    undoRewind: 'mutation',
    rewinds: 'query',
    fork: 'mutation',
    duplicate: 'mutation',
    catchUp: 'mutation',
    stopCatchUp: 'mutation',
  },
  message: {
    send: 'mutation',
    edit: 'mutation',
    list: 'query',
    latest: 'query',
    context: 'query',
    broadcast: 'query',
    merge: 'mutation',
    stop: 'mutation',
    retry: 'mutation',
  },
  callLog: { list: 'query', get: 'query' },
  stats: { summary: 'query' },
  vote: { cast: 'mutation', list: 'query', standing: 'query' },
} as const satisfies TypesOf<AppRouter['_def']['record']>
