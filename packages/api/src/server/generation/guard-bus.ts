import { describeError } from '../errors/describe-error.ts'
import type { Log } from '../log.ts'
import type { EventBus } from './ports.ts'

/** A bus whose failures end neither the run that publishes nor what the other listeners hear. */
export function guardBus(bus: EventBus, log: Log): EventBus {
  function guard(act: () => void) {
    try {
      act()
    } catch (failure) {
      log.error({ error: describeError(failure) }, 'event could not be passed on')
    }
  }

  return {
    publish: (sessionId, event) => guard(() => bus.publish(sessionId, event)),
    subscribe: (sessionId, listener) => bus.subscribe(sessionId, (event) => guard(() => listener(event))),
  }
}
