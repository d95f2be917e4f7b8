import { refuseOldNode } from './lib/refuse-old-node.mjs'

refuseOldNode()
import('./lib/chatmore.mjs')
