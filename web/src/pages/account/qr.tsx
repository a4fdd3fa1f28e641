import { create } from 'qrcode'
import { useMemo } from 'react'

/** A QR code as one SVG path: dark on white in both themes, since cameras expect that. */
export default function Qr({ text, label }: { readonly text: string; readonly label: string }) {
  const { path, size } = useMemo(() => {
    // A Chinese name of the space makes the text long: the least correction keeps the squares large enough for a phone.
    const { modules } = create(text, { errorCorrectionLevel: 'L' })
    let d = ''
    for (let y = 0; y < modules.size; y++)
      for (let x = 0; x < modules.size; x++) if (modules.get(y, x)) d += `M${x} ${y}h1v1h-1z`
    return { path: d, size: modules.size }
  }, [text])
  return (
    <svg
      className="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shapeRendering="crispEdges"
    >
      <path d={path} fill="#000" />
    </svg>
  )
}
