import { createLocalBus } from './local-bus.ts'
import { describeEventBus } from './testing/event-bus-contract.ts'

describeEventBus('the bus of a single instance', async () => ({
  bus: createLocalBus(),
  delivered: async () => {},
}))
