import type { AnyProcedure } from '@trpc/server'
import type { AppRouter } from '../server/router.ts'

type TypesOf<Node> = Node extends AnyProcedure
  ? Node['_def']['type']
  : { [Key in keyof Node]: TypesOf<Node[Key]> }

/** How each procedure is called. The server's types keep it complete: a new procedure without its line does not compile. */
export const procedureTypes = {
  auth: {
    /** Who the caller is, and what the server lets them do; `user` is null without a sign-in or a key. */
    status: 'query',
    /** Makes an account and signs the browser in; the first one of a server is its administrator's. */
    register: 'mutation',
    /** Signs the browser in, by a cookie. */
    login: 'mutation',
    /** Ends the sign-in that the call came with. */
    logout: 'mutation',
    /** Whether an invitation is good still, and for which role. */
    readInvite: 'query',
    /** Whose password a link sets. */
    readReset: 'query',
    /** Sets a password by a link, ends all sign-ins, and signs this browser in. */
    resetPassword: 'mutation',
  },
  account: {
    /** Changes the caller's nickname. */
    update: 'mutation',
    /** Sets another password, ends all other sign-ins and tells how many; not by an API key. */
    changePassword: 'mutation',
    /** Where the caller is signed in. */
    signIns: 'query',
    /** Signs the caller out in one place. */
    endSignIn: 'mutation',
    /** Signs the caller out everywhere but here; not by an API key. */
    endOtherSignIns: 'mutation',
    /** Deletes the caller's account and all that is in it; not by an API key. */
    remove: 'mutation',
  },
  audit: {
    /** Who did what, the newest first; for administrators. */
    list: 'query',
  },
  invite: {
    /** Makes a link by which one person may register; not by an API key. */
    create: 'mutation',
    /** The invitations; for administrators. */
    list: 'query',
    /** Takes an invitation back. */
    revoke: 'mutation',
  },
  apiKey: {
    /** Makes an API key: the only time that it is shown. Not by an API key. */
    create: 'mutation',
    /** The caller's API keys, without what would let someone in. */
    list: 'query',
    /** Changes the name of an API key, what it is limited to and until when it is good. Not by an API key. */
    update: 'mutation',
    /** Ends an API key, and what is connected by it. */
    revoke: 'mutation',
  },
  model: {
    /** The models that the caller may use, in the order that administrators gave them. */
    list: 'query',
    /** One model with its settings; for administrators. */
    get: 'query',
    /** Adds a model; for administrators, as are all changes of models. */
    create: 'mutation',
    /** Changes those settings of a model that are given. */
    update: 'mutation',
    /** Removes a model. What it answered stays. */
    remove: 'mutation',
    /** Asks a model, saved or not, a short question and tells how it went; `ok` is false where it failed. */
    test: 'mutation',
    /** Asks an endpoint which models it has. */
    discover: 'mutation',
    /** Every model with its last test and its figures of the day; for administrators. */
    catalogue: 'query',
    /** Puts the models into this order. */
    reorder: 'mutation',
    /** Copies a model with its keys, under another name and switched off. */
    duplicate: 'mutation',
    /** Adds several models, all or none. */
    addMany: 'mutation',
    /** Changes several models, all or none. */
    updateMany: 'mutation',
    /** Removes several models, all or none. */
    removeMany: 'mutation',
    /** Adds a key, which takes turns with the others. */
    addKey: 'mutation',
    /** Takes a key away. */
    removeKey: 'mutation',
    /** Uses a key again that was set aside because the endpoint refused it. */
    bringBackKey: 'mutation',
  },
  relayName: {
    /** The names that programs ask several models by; for administrators. */
    list: 'query',
    /** Gives several models one name, to be asked in order or in turn; for administrators, as are all changes of them. */
    create: 'mutation',
    /** Changes what of a relay name is given. */
    update: 'mutation',
    /** Removes a relay name; its models stay. */
    remove: 'mutation',
  },
  workspace: {
    /** The workspaces of the server; for administrators. */
    list: 'query',
  },
  session: {
    /** Makes a session with a window for each model. */
    create: 'mutation',
    /** Sessions, the pinned ones first, then the latest used; `search` finds words in titles and messages. */
    list: 'query',
    /** One session with its windows. */
    get: 'query',
    /** Changes a session's title, system message or tags, pins or archives it. */
    update: 'mutation',
    /** Removes a session; its answers in flight are stopped. */
    remove: 'mutation',
    /** Brings back a session that was removed a short time ago. */
    restore: 'mutation',
    /** Shows the models of a blind session. */
    reveal: 'mutation',
    /** What happens in a session, live, from a `sync` of all answers in flight on; `applyWatchEvent` adds it up. */
    watch: 'subscription',
    /** The tags in use, and of how many sessions each. */
    tags: 'query',
  },
  lineUp: {
    /** Keeps a choice of models under a name. */
    create: 'mutation',
    /** The caller's line-ups. */
    list: 'query',
    /** Changes a line-up. */
    update: 'mutation',
    /** Removes a line-up. */
    remove: 'mutation',
  },
  template: {
    /** Keeps a text to begin an input with. */
    create: 'mutation',
    /** The caller's templates. */
    list: 'query',
    /** Changes a template. */
    update: 'mutation',
    /** Removes a template. */
    remove: 'mutation',
  },
  preference: {
    /** The caller's preferences. */
    get: 'query',
    /** Changes those preferences that are given. */
    update: 'mutation',
  },
  user: {
    /** Which domains of the caller's changed, on whatever device; what changed is to be read. */
    watch: 'subscription',
    /** The users; for administrators. */
    list: 'query',
    /** Changes a user's role, or suspends or readmits them; for administrators, and not by an API key. */
    update: 'mutation',
    /** Deletes a user's account and all that is in it; for administrators, and not by an API key. */
    remove: 'mutation',
    /** Makes a link that sets a user's password; for administrators, and not by an API key. */
    resetPassword: 'mutation',
    /** Signs a user out everywhere; for administrators. */
    endSignIns: 'mutation',
  },
  window: {
    /** Adds a window to a session. */
    add: 'mutation',
    /** Changes a window's model, name, system message or parameters, or whether inputs to all go to it. */
    update: 'mutation',
    /** Removes a window; its answer in flight is stopped. */
    remove: 'mutation',
    /** Brings back a window that was removed a short time ago. */
    restore: 'mutation',
    /** Puts a session's windows into this order. */
    reorder: 'mutation',
    /** Archives what came after a message of a window's history. */
    rewind: 'mutation',
    /** Archives a window's whole history. */
    clear: 'mutation',
    /** Brings back what a rewind archived. */
    undoRewind: 'mutation',
    /** The rewinds of a window that can be undone. */
    rewinds: 'query',
    /** Copies a window's history up to a message into a new window beside it. */
    fork: 'mutation',
    /** Copies a window with its settings, without its history. */
    duplicate: 'mutation',
    /** Has the server give a window the inputs of another one, turn by turn. */
    catchUp: 'mutation',
    /** Stops a window's catching up. */
    stopCatchUp: 'mutation',
  },
  message: {
    /** Sends an input to all windows that take inputs to all, or to those of `windowIds`. Sent twice under one `clientMessageId`, it is sent once. */
    send: 'mutation',
    /** Puts another input in the place of one, and has it answered; what followed is archived. */
    edit: 'mutation',
    /** A window's messages, the newest page first. */
    list: 'query',
    /** The newest messages of every window of a session. */
    latest: 'query',
    /** What a model was sent for an answer. */
    context: 'query',
    /** One input and the latest answer of each window to it. */
    broadcast: 'query',
    /** Has a model make one answer of several, in a window of its own. */
    merge: 'mutation',
    /** Stops the answers named, or all of a session's; what they said so far stays. */
    stop: 'mutation',
    /** Asks for an answer again, of another model if one is named. */
    retry: 'mutation',
  },
  callLog: {
    /** Calls to models, the newest first; an administrator's list has everyone's. */
    list: 'query',
    /** One call, with what went over the wire where that was recorded. */
    get: 'query',
    /** Asks what a call asked once more, of other models side by side. */
    replay: 'mutation',
  },
  stats: {
    /** What calls came to over a time, in all and by day, model and user. */
    summary: 'query',
  },
  vote: {
    /** Says which answer to an input was best. */
    cast: 'mutation',
    /** The caller's votes, the newest first. */
    list: 'query',
    /** How strong models are by the caller's votes. */
    standing: 'query',
  },
} as const satisfies TypesOf<AppRouter['_def']['record']>
