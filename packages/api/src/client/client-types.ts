import type { TRPCClient } from '@trpc/client'
import type { AnyProcedure, inferProcedureInput, inferProcedureOutput } from '@trpc/server'
import type { Attachment, WatchBatch } from '../contract/index.ts'
import type { AppRouter } from '../server/router.ts'

/** What every call takes beside its input. */
export interface CallOptions {
  /** Aborting ends the call, or the loop over a subscription, at once. */
  signal?: AbortSignal | undefined
}

/** Subscriptions are async iterables of their events, one by one; everything else is a promise of its output. */
type Call<Procedure extends AnyProcedure> = Procedure['_def']['type'] extends 'subscription'
  ? (
      input: Omit<inferProcedureInput<Procedure>, 'lastEventId' | 'batched'>,
      options?: CallOptions,
    ) => AsyncIterable<EventOf<inferProcedureOutput<Procedure>>>
  : undefined extends inferProcedureInput<Procedure>
    ? (
        input?: inferProcedureInput<Procedure>,
        options?: CallOptions,
      ) => Promise<inferProcedureOutput<Procedure>>
    : (
        input: inferProcedureInput<Procedure>,
        options?: CallOptions,
      ) => Promise<inferProcedureOutput<Procedure>>

/** What tRPC infers for a client from a `tracked()` yield; it does not export the type. */
interface TrackedItem<Event> {
  id: string
  data: Event
}

type EventOf<Output> =
  Output extends AsyncIterable<infer Item>
    ? Item extends TrackedItem<infer Event>
      ? Exclude<Event, WatchBatch>
      : Item
    : never

type CallsOf<Node> = {
  [Key in keyof Node]: Node[Key] extends AnyProcedure ? Call<Node[Key]> : CallsOf<Node[Key]>
}

/**
 * The live connection of a client: `connecting` for the first time, `open`, or `reconnecting` after it was lost.
 * It is opened by the first subscription.
 */
export type ConnectionState = 'connecting' | 'open' | 'reconnecting'

/** Every procedure of the server, by its name. */
export type Calls = CallsOf<AppRouter['_def']['record']>

/** The API as plain typed calls: `client.session.create(input)`, `for await (const event of client.session.watch({ id }))`. */
export interface ApiClient extends Calls {
  /**
   * Keeps a file on the server: a PNG, JPEG, GIF or WebP image of at most 10 MB, or a text in UTF-8 of at most 256 KB. Its id
   * goes into `attachmentIds` of `message.send`; what no message carries goes after a day. Sent twice, it is one file.
   */
  uploadFile(file: Blob, name: string, options?: CallOptions): Promise<Attachment>
  /** What the live connection is doing now. `onConnectionChange` tells of changes. */
  readonly connectionState: ConnectionState
  /**
   * Looks after the connection now: tries at once what waits for another try, and finds out whether the live connection
   * still stands. For when a device wakes up, or is online again.
   */
  wake(): void
  /** Ends every call and subscription and closes the live connection. Nothing of the client is left after a second. */
  close(): Promise<void>
}

export interface Client extends ApiClient {
  /** The raw tRPC client, for who builds bindings on it. */
  trpc: TRPCClient<AppRouter>
}
