import MarkdownIt from 'markdown-it'
import { createApp, defineComponent, h, onUpdated, ref, shallowReactive } from 'vue'

/** The least that a page of streaming windows can be: only an answer's last block is parsed again and rendered anew. */
const md = new MarkdownIt()
const query = new URLSearchParams(location.search)
const streams = Array.from({ length: Number(query.get('panes')) }, (_, index) => index)
const answers = streams.map(() => ({ text: '', settled: 0, open: 0, blocks: shallowReactive([]) }))
const grown = new Set()

/** A block of the top level is settled once two others follow it. */
function parse(answer) {
  const tail = answer.text.slice(answer.settled)
  const starts = md
    .parse(tail, {})
    .flatMap(({ level, nesting, map }) => (level === 0 && nesting >= 0 && map ? [map[0]] : []))
  const lines = tail.split('\n')
  const sources = starts.map((start, index) => lines.slice(start, starts[index + 1]).join('\n'))
  const first = answer.blocks.length - answer.open
  sources.forEach((source, index) => {
    if (answer.blocks[first + index]?.source !== source)
      answer.blocks[first + index] = { source, html: md.render(source) }
  })
  answer.open = Math.min(2, sources.length)
  const open = starts[starts.length - answer.open] ?? 0
  answer.settled += lines.slice(0, open).reduce((sum, line) => sum + line.length + 1, 0)
}

function flush() {
  for (const answer of grown) parse(answer)
  grown.clear()
}

const Block = defineComponent({
  props: { html: { type: String, required: true } },
  setup: (props) => () => h('div', { innerHTML: props.html }),
})
const Pane = defineComponent({
  props: { stream: { type: Number, required: true } },
  setup({ stream }) {
    const pane = ref(null)
    onUpdated(() => (pane.value.scrollTop = pane.value.scrollHeight))
    const { blocks } = answers[stream]
    return () =>
      h(
        'div',
        { ref: pane, class: 'pane' },
        blocks.map(({ html }, index) => h(Block, { key: index, html })),
      )
  },
})
createApp({ render: () => streams.map((stream) => h(Pane, { key: stream, stream })) }).mount('#app')

const socket = new WebSocket(query.get('socket'))
socket.onopen = () => socket.send(JSON.stringify({ streams, order: JSON.parse(query.get('order')) }))
socket.onmessage = ({ data }) => {
  for (const { type, stream, at, text } of JSON.parse(data).events) {
    if (type !== 'delta') continue
    const answer = answers[stream]
    answer.text = answer.text.slice(0, at) + text
    if (grown.size === 0) requestAnimationFrame(flush)
    grown.add(answer)
  }
}
