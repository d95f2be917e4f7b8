import './real-node-names.ts'
import { config } from 'zod'

config({ jitless: true })
