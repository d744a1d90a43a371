/** Muster's sign: people in a ring, one of them calling. */
export function Mark({ size = 40 }: { size?: number }) {
  const dots = Array.from({ length: 8 }, (_, at) => {
    const angle = (at / 8) * 2 * Math.PI - Math.PI / 2
    return { x: 24 + 16 * Math.cos(angle), y: 24 + 16 * Math.sin(angle), called: at === 1 }
  })
  return (
    <svg width={size} height={size} viewBox="0 0 48 48" aria-hidden focusable="false">
      {dots.map(({ x, y, called }) => (
        <circle key={`${x} ${y}`} cx={x} cy={y} r={called ? 5.5 : 3.6} fill={called ? 'var(--mark)' : 'currentColor'} />
      ))}
    </svg>
  )
}
