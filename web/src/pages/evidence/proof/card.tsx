import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type EntryProof, useProof } from '../../../api/log.ts'
import { exact } from '../../../lib/format.ts'
import { Loaded } from '../../../parts/loaded.tsx'
import { Card } from '../../../parts/page.tsx'
import { NodeFacts } from './node-facts.tsx'
import { PathTable } from './path-table.tsx'
import { SignedRoot } from './signed-root.tsx'
import { nodesOf, ProofTree } from './tree.tsx'
import { useClimb } from './use-climb.ts'

/** The proof that the entry is in the tree, drawn, and computed again by the reader's own browser. */
export function ProofCard({ leaf, entry }: { readonly leaf: string; readonly entry: string }) {
  const { t } = useTranslation()
  const proof = useProof(leaf)
  return (
    <Card title={t('explore.proof')}>
      <Loaded of={proof} lines={8}>
        {(data) => <Drawn proof={data} entry={entry} />}
      </Loaded>
    </Card>
  )
}

function Drawn({ proof, entry }: { readonly proof: EntryProof; readonly entry: string }) {
  const { t } = useTranslation()
  const climb = useClimb(entry, proof)
  const [chosen, setChosen] = useState<string | null>(null)
  const height = proof.path.length
  const node = nodesOf(proof, climb.hashes).find((one) => one.key === chosen)
  return (
    <div className="proof">
      <ProofTree proof={proof} hashes={climb.hashes} chosen={chosen} onChoose={setChosen} />
      <div className="stack">
        <p className="muted">
          {t('explore.proofWhy', { leaf: exact(proof.leaf), size: exact(proof.size), height })}
        </p>
        <div className="row">
          <Button type="primary" loading={climb.running} onClick={() => void climb.run()}>
            {t('explore.recompute')}
          </Button>
          <Button disabled={climb.running || climb.done} onClick={() => void climb.step()}>
            {t('explore.oneLevel')}
          </Button>
          {climb.hashes.length > 0 && (
            <Button type="text" disabled={climb.running} onClick={climb.reset}>
              {t('explore.again')}
            </Button>
          )}
        </div>
        <Told climb={climb} height={height} proof={proof} />
        {climb.done && climb.same && <SignedRoot size={proof.size} root={climb.hashes.at(-1)!} />}
        <NodeFacts node={node ?? null} />
        <PathTable proof={proof} hashes={climb.hashes} />
      </div>
    </div>
  )
}

interface ToldProps {
  readonly climb: ReturnType<typeof useClimb>
  readonly height: number
  readonly proof: EntryProof
}

/** Where the computation stands, in one sentence; read out as it goes. */
function Told({ climb, height, proof }: ToldProps) {
  const { t } = useTranslation()
  const { hashes, same } = climb
  const last = hashes.at(-1)
  const look = same === null ? 'seal' : same ? 'ok' : ''
  return (
    <div className={`why ${look}`} role="status">
      {same === null ? (
        <p>
          {last === undefined
            ? t('explore.notBegun')
            : t('explore.atLevel', { level: hashes.length - 1, height, hash: last.slice(0, 16) })}
        </p>
      ) : (
        <>
          <p>
            <b className="head">
              <span aria-hidden="true">{same ? '✓ ' : '⊘ '}</span>
              {t(same ? 'explore.same' : 'explore.notSame')}
            </b>
          </p>
          <p className="break mono">{last}</p>
          {!same && <p className="break mono">{proof.root}</p>}
        </>
      )}
    </div>
  )
}
