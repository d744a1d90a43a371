// @ts-nocheck: runs in the page, not in Node
// Put into Muster's page by bench/scenarios/page.ts: notes frames and rows, and asks the engine past the page.
globalThis.probe = (() => {
  const now = () => performance.timeOrigin + performance.now()
  const nextFrame = () => new Promise((resolve) => requestAnimationFrame(() => resolve()))
  const rows = () => [...document.querySelectorAll('[data-row]')]
  const scroller = () => document.querySelector('[data-row]').closest('ul').parentElement
  const setSize = () => document.querySelector('[data-row]')?.getAttribute('aria-setsize') ?? undefined
  const inSight = () => {
    if (rows().length === 0) return []
    const box = scroller().getBoundingClientRect()
    return rows().filter((row) => {
      const { top, bottom } = row.getBoundingClientRect()
      return bottom > box.top && top < box.bottom
    })
  }
  const isFull = () => {
    const seen = inSight()
    return seen.length > 0 && seen.every((row) => row.querySelector('a') !== null)
  }
  let pressedAt = 0
  let scrolledAt = 0
  let recording = false
  let frames = []
  let emptyMs = 0
  let mostRows = 0
  addEventListener('scroll', () => (scrolledAt = now()), true)
  addEventListener('keydown', ({ key }) => key === 'Enter' && (pressedAt = now()), true)

  /** Until at least so many rows are in sight, each with its content, and on screen. */
  const filled = async (least = 1) => {
    while (inSight().length < least || !isFull()) await nextFrame()
    await nextFrame() // the frame that shows it is on screen when the one after it begins
    return { pressedAt, paintedAt: now() }
  }
  const record = async () => {
    frames = []
    emptyMs = 0
    recording = true
    let emptySince
    while (recording) {
      await nextFrame()
      frames.push(performance.now())
      mostRows = Math.max(mostRows, rows().length)
      if (isFull()) emptySince = undefined
      else emptySince ??= now()
      if (emptySince !== undefined) emptyMs = Math.max(emptyMs, now() - Math.max(emptySince, scrolledAt))
    }
  }
  const stop = async () => {
    await filled()
    recording = false
    return { frames, emptyMs }
  }
  /** Whether that end of the list is in sight, filled. */
  const isAt = (end) => {
    const row = end === 'first' ? 0 : Number(setSize()) - 1
    return isFull() && inSight().some((one) => Number(one.dataset.row) === row)
  }
  const until = async (holds) => {
    while (!holds()) await nextFrame()
    return now()
  }
  const reached = (end) => until(() => isAt(end))
  /** Until the rows are those of another list. */
  const listed = (before) => until(() => setSize() !== undefined && setSize() !== before && isFull())
  /** As when the scroll bar is dragged: through all in two seconds and back, then to far places. */
  const drag = async () => {
    const far = scroller().scrollHeight - scroller().clientHeight
    for (let step = 0; step <= 240; step++) {
      scroller().scrollTop = far * (1 - Math.abs(1 - step / 120))
      await nextFrame()
    }
    for (const part of [0.5, 0.9, 0.1, 0.75, 1, 0.33, 0.66, 0]) {
      scroller().scrollTop = far * part
      await nextFrame()
      await filled()
    }
  }
  /** Asks the engine, by a connection of its own. */
  const ask = async (name, input) => {
    const socket = new WebSocket(`ws://${location.host}/bridge`, [
      'muster.v1',
      `token.${sessionStorage.getItem('muster-token')}`,
    ])
    await new Promise((resolve) => socket.addEventListener('open', resolve))
    const began = performance.now()
    const value = await new Promise((resolve) => {
      socket.addEventListener('message', ({ data }) => {
        const message = JSON.parse(data)
        if (message.id === 1) resolve(message.value)
      })
      socket.send(JSON.stringify({ t: 'call', id: 1, name, input }))
    })
    socket.close()
    return { value, ms: performance.now() - began }
  }
  return { now, filled, record, stop, reached, listed, drag, ask, scroller, inSight, setSize, mostRows: () => mostRows }
})()
