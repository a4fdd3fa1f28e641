import { Drawer } from 'antd'
import { useFileLook } from '../../api/seat-files.ts'
import { bytes } from '../../lib/format.ts'
import { useFormat } from '../../lib/use-format.ts'
import { Loaded } from '../../parts/loaded.tsx'
import { Outputs } from '../../parts/seat/outputs.tsx'
import { Watermark } from '../../parts/seat/watermark.tsx'

interface LookProps {
  readonly seatId: string
  readonly path: string
  readonly onClose: () => void
}

/** A look into a file: capped, recorded, drawn by us; never the file itself. */
export function FileLookDrawer({ seatId, path, onClose }: LookProps) {
  const { t } = useFormat()
  const look = useFileLook(seatId, path)
  return (
    <Drawer open onClose={onClose} size="min(860px, 94vw)" title={<code>{path}</code>}>
      <div className="stack tight">
        <p className="faint">{t('seatFile.lookAbout')}</p>
        <Loaded of={look} lines={8}>
          {(data) => (
            <>
              <p className="muted">{t('seatFile.whole', { size: bytes(data.bytes) })}</p>
              {data.kind === 'binary' && <p>{t('seatFile.binary')}</p>}
              <Outputs outputs={data.outputs} cut={data.cut} capped={data.capped} />
            </>
          )}
        </Loaded>
      </div>
      <Watermark />
    </Drawer>
  )
}
