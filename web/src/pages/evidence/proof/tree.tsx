import { useTranslation } from 'react-i18next'
import type { EntryProof } from '../../../api/log.ts'
import { exact } from '../../../lib/format.ts'
import { type Range, rangesOf } from './climb.ts'

const [WIDE, HIGH, GAP, RISE] = [116, 40, 8, 62] as const
const FULL = 3 * WIDE + 2 * GAP

export type NodeKind = 'leaf' | 'sibling' | 'node' | 'root'

export interface TreeNode extends Range {
  readonly key: string
  readonly kind: NodeKind
  /** Null where it is not computed yet. */
  readonly hash: string | null
  readonly level: number
  readonly column: -1 | 0 | 1
}

/** Every node that the proof touches: the way up in the middle, its siblings to their side. */
export function nodesOf(proof: EntryProof, hashes: readonly string[]): TreeNode[] {
  const height = proof.path.length
  const way = rangesOf(proof).map(
    (range, level): TreeNode => ({
      ...range,
      key: `way${level}`,
      kind: level === height ? 'root' : level === 0 ? 'leaf' : 'node',
      hash: hashes[level] ?? (level === 0 ? proof.leafHash : level === height ? proof.root : null),
      level,
      column: 0,
    }),
  )
  const siblings = proof.path.map(
    ({ hash, side, from, to }, level): TreeNode => ({
      key: `sibling${level}`,
      kind: 'sibling',
      hash,
      from,
      to,
      level,
      column: side === 'left' ? -1 : 1,
    }),
  )
  return [...way, ...siblings]
}

export const rangeText = ({ from, to }: Range): string =>
  to - from === 1 ? `#${exact(from)}` : `${exact(from)}–${exact(to - 1)}`

interface TreeProps {
  readonly proof: EntryProof
  readonly hashes: readonly string[]
  readonly chosen: string | null
  readonly onChoose: (key: string) => void
}

/** The proof as a picture: the leaf at the bottom, the root on top. */
export function ProofTree({ proof, hashes, chosen, onChoose }: TreeProps) {
  const { t } = useTranslation()
  const height = proof.path.length
  const nodes = nodesOf(proof, hashes)
  const full = height * RISE + HIGH + 4
  const left = (node: TreeNode) => (node.column + 1) * (WIDE + GAP)
  const top = (level: number) => (height - level) * RISE + 2
  return (
    <svg
      className="proof-tree"
      viewBox={`0 0 ${FULL} ${full}`}
      role="group"
      aria-label={t('explore.treeLabel', { leaf: exact(proof.leaf), size: exact(proof.size) })}
    >
      {nodes
        .filter((node) => node.level < height)
        .map((node) => (
          <path
            key={node.key}
            className={hashes.length > node.level + 1 ? 'done' : ''}
            d={`M${left(node) + WIDE / 2} ${top(node.level)}C${left(node) + WIDE / 2} ${top(node.level) - 16} ${FULL / 2} ${top(node.level) - 6} ${FULL / 2} ${top(node.level + 1) + HIGH}`}
          />
        ))}
      {nodes.map((node) => {
        const computed = node.column === 0 && hashes.length > node.level
        return (
          <g
            key={node.key}
            className={`node ${node.kind} ${computed ? 'computed' : ''} ${chosen === node.key ? 'chosen' : ''}`}
            transform={`translate(${left(node)} ${top(node.level)})`}
            role="img"
            tabIndex={0}
            aria-label={t('explore.nodeLabel', {
              kind: t(`explore.node.${node.kind}`),
              range: rangeText(node),
              hash: node.hash ?? t('explore.notComputed'),
            })}
            onFocus={() => onChoose(node.key)}
            onPointerEnter={() => onChoose(node.key)}
            onClick={() => onChoose(node.key)}
          >
            <rect width={WIDE} height={HIGH} rx="7" />
            <text x={WIDE / 2} y="16" className="hash" aria-hidden="true">
              {node.hash ? `${computed ? '✓ ' : ''}${node.hash.slice(0, 10)}…` : '?'}
            </text>
            <text x={WIDE / 2} y="32" className="range" aria-hidden="true">
              {rangeText(node)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}
