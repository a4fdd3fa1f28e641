import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  appendLeaf,
  edgeRoot,
  emptyEdge,
  leafHash as fastLeafHash,
  nodeHash as fastNodeHash,
} from '../log/tree.ts'
import { base64, hex } from './bytes.ts'
import { parseCheckpoint } from './checkpoint.ts'
import {
  emptyRoot,
  isConsistent,
  isIncluded,
  leafHash,
  nodeHash,
  rootFromInclusion,
  sha256Tree,
  sm3Tree,
  type TreeHash,
} from './merkle.ts'
import { parseProof, printProof } from './proof.ts'

/** The reference inputs of RFC 6962 implementations (certificate-transparency `merkletree` tests). */
const INPUTS = [
  '',
  '00',
  '10',
  '2021',
  '3031',
  '40414243',
  '5051525354555657',
  '606162636465666768696a6b6c6d6e6f',
].map((text) => Buffer.from(text, 'hex'))
const ROOTS = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]
const EMPTY = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'

/** [leaf, size, path]: published vectors. */
const INCLUSION: readonly [number, number, readonly string[]][] = [
  [0, 1, []],
  [
    0,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    5,
    8,
    [
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [2, 3, ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125']],
  [
    1,
    5,
    [
      '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
]
const CONSISTENCY: readonly [number, number, readonly string[]][] = [
  [1, 1, []],
  [
    1,
    8,
    [
      '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
    ],
  ],
  [
    6,
    8,
    [
      '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
      'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
      'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    ],
  ],
  [
    2,
    5,
    [
      '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
      'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
    ],
  ],
]

const bytes = (text: string) => new Uint8Array(Buffer.from(text, 'hex'))
const rootOf = (size: number) => (size === 0 ? emptyRoot() : bytes(ROOTS[size - 1]!))

describe('RFC 6962 vectors', () => {
  test('roots', () => {
    const edge = emptyEdge()
    expect(edgeRoot(edge).toString('hex')).toBe(EMPTY)
    expect(hex(emptyRoot())).toBe(EMPTY)
    INPUTS.forEach((input, at) => {
      appendLeaf(edge, fastLeafHash(input))
      expect(edgeRoot(edge).toString('hex')).toBe(ROOTS[at])
    })
  })

  test.each(INCLUSION)('inclusion of leaf %i in %i', (leaf, size, path) => {
    const proof = path.map(bytes)
    expect(isIncluded(leafHash(INPUTS[leaf]!), leaf, size, proof, rootOf(size))).toBe(true)
    expect(isIncluded(leafHash(INPUTS[leaf]!), leaf + 1, size, proof, rootOf(size))).toBe(false)
    expect(isIncluded(leafHash(INPUTS[leaf]!), leaf, size, [...proof, rootOf(1)], rootOf(size))).toBe(false)
    if (proof.length > 0) {
      expect(isIncluded(leafHash(INPUTS[leaf]!), leaf, size, proof.slice(1), rootOf(size))).toBe(false)
      expect(isIncluded(leafHash(INPUTS[leaf]!), leaf, size, proof.slice(0, -1), rootOf(size))).toBe(false)
    }
  })

  test.each(CONSISTENCY)('consistency of %i and %i', (first, second, path) => {
    const [a, b] = [
      { size: first, root: rootOf(first) },
      { size: second, root: rootOf(second) },
    ]
    const proof = path.map(bytes)
    expect(isConsistent(a, b, proof)).toBe(true)
    expect(isConsistent(a, { ...b, root: rootOf(second === 8 ? 7 : 8) }, proof)).toBe(false)
    expect(isConsistent({ ...a, root: rootOf(first + 1) }, b, proof)).toBe(false)
    expect(isConsistent(a, b, [...proof, rootOf(1)])).toBe(false)
    if (proof.length > 0) expect(isConsistent(a, b, proof.slice(0, -1))).toBe(false)
  })
})

describe('edges of the rules', () => {
  const leaf = leafHash(INPUTS[0]!)

  test('nothing is included in the empty tree, nor beyond a tree, nor at a place that is no place', () => {
    for (const [index, size] of [
      [0, 0],
      [1, 1],
      [-1, 1],
      [0.5, 1],
      [Number.NaN, 1],
      [0, Infinity],
      [2 ** 53, 2 ** 53 + 2],
    ]) {
      expect(rootFromInclusion(leaf, index!, size!, [])).toBeNull()
    }
  })

  test('an index far beyond 2^32 is walked exactly', () => {
    const size = 2 ** 52 + 1
    // The last leaf of such a tree is the right child of the root.
    const left = leafHash(INPUTS[1]!)
    expect(isIncluded(leaf, size - 1, size, [left], nodeHash(left, leaf))).toBe(true)
    expect(isIncluded(leaf, size - 2, size, [left], nodeHash(left, leaf))).toBe(false)
  })

  test('the empty tree is a prefix of each, by its one root alone', () => {
    const empty = { size: 0, root: emptyRoot() }
    const eight = { size: 8, root: rootOf(8) }
    expect(isConsistent(empty, eight, [])).toBe(true)
    expect(isConsistent(empty, empty, [])).toBe(true)
    expect(isConsistent({ size: 0, root: rootOf(1) }, eight, [])).toBe(false)
    expect(isConsistent({ size: 0, root: rootOf(1) }, { size: 0, root: rootOf(1) }, [])).toBe(false)
    expect(isConsistent(empty, eight, [rootOf(1)])).toBe(false)
    expect(isConsistent(eight, empty, [])).toBe(false)
    expect(isConsistent({ size: 1, root: rootOf(1) }, eight, [])).toBe(false)
  })

  test('a hash of another length is refused', () => {
    expect(rootFromInclusion(leaf, 0, 2, [leaf.slice(1)])).toBeNull()
    expect(
      isConsistent({ size: 1, root: rootOf(1) }, { size: 2, root: rootOf(2) }, [new Uint8Array(31)]),
    ).toBe(false)
  })
})

describe('proofs by definition, both trees', () => {
  /** RFC 6962 §2.1 as it is written: slow, and nothing like the code under test. */
  const split = (n: number) => 2 ** Math.ceil(Math.log2(n) - 1)
  const mth = (leaves: readonly Uint8Array[], tree: TreeHash): Uint8Array => {
    if (leaves.length === 0) return tree.emptyRoot()
    if (leaves.length === 1) return leaves[0]!
    const k = split(leaves.length)
    return tree.nodeHash(mth(leaves.slice(0, k), tree), mth(leaves.slice(k), tree))
  }
  const path = (m: number, leaves: readonly Uint8Array[], tree: TreeHash): Uint8Array[] => {
    if (leaves.length <= 1) return []
    const k = split(leaves.length)
    return m < k
      ? [...path(m, leaves.slice(0, k), tree), mth(leaves.slice(k), tree)]
      : [...path(m - k, leaves.slice(k), tree), mth(leaves.slice(0, k), tree)]
  }

  test.each([
    ['SHA-256', sha256Tree],
    ['SM3', sm3Tree],
  ])('%s: every leaf of every tree to 20, and no other place, size or root', (_, tree) => {
    const all = Array.from({ length: 20 }, (__, n) => tree.leafHash(Uint8Array.of(n)))
    for (let size = 1; size <= 20; size++) {
      const leaves = all.slice(0, size)
      const root = mth(leaves, tree)
      for (let m = 0; m < size; m++) {
        const proof = path(m, leaves, tree)
        expect(isIncluded(leaves[m]!, m, size, proof, root, tree)).toBe(true)
        expect(isIncluded(leaves[m]!, (m + 1) % size, size, proof, root, tree)).toBe(size === 1)
        expect(isIncluded(leaves[m]!, size, size, proof, root, tree)).toBe(false)
        expect(isIncluded(all[(m + 1) % 20]!, m, size, proof, root, tree)).toBe(false)
      }
    }
  })

  test('a proof of one tree is none of the other', () => {
    const leaves = [sm3Tree.leafHash(Uint8Array.of(0)), sm3Tree.leafHash(Uint8Array.of(1))]
    const root = mth(leaves, sm3Tree)
    expect(isIncluded(leaves[0]!, 0, 2, [leaves[1]!], root, sm3Tree)).toBe(true)
    expect(isIncluded(leaves[0]!, 0, 2, [leaves[1]!], root)).toBe(false)
  })

  test('no tree is larger than 2^53 - 1, and in the largest one the last leaf is found', () => {
    const size = Number.MAX_SAFE_INTEGER
    const leaf = leafHash(INPUTS[0]!)
    // 2^53 - 1 leaves: the last one is the right end of 52 complete trees.
    const siblings = Array.from({ length: 52 }, (__, n) => leafHash(Uint8Array.of(n)))
    const root = siblings.reduce((right, left) => nodeHash(left, right), leaf)
    expect(isIncluded(leaf, size - 1, size, siblings, root)).toBe(true)
    for (const [index, of] of [
      [size - 2, size],
      [size, size],
      [size, size + 1],
      [size - 1, size + 1],
      [2 ** 60, 2 ** 61],
    ] as const) {
      expect(isIncluded(leaf, index, of, siblings, root)).toBe(false)
    }
    expect(parseCheckpoint(`o\n9007199254740992\n${base64(root)}\n`)).toBeNull()
    expect(parseProof('c2sp.org/tlog-proof@v1\nindex 9007199254740992\n\nx')).toBeNull()
  })
})

describe('a proof text', () => {
  const hash = base64(leafHash(INPUTS[0]!))
  const text = `c2sp.org/tlog-proof@v1\nindex 1\n${hash}\n\no\n2\n${hash}\n\n— o AAAAAAA=\n`
  test('is read as it is written, with extra data or without', () => {
    expect(parseProof(text)).toMatchObject({ index: 1, extra: null })
    expect(printProof(1, parseProof(text)!.hashes, parseProof(text)!.checkpoint)).toBe(text)
    expect(parseProof(text.replace('\nindex', '\nextra AAAA\nindex'))!.extra).toHaveLength(3)
  })
  test.each([
    ['another version', text.replace('@v1', '@v2')],
    ['no index', text.replace('index 1\n', '')],
    ['a leading zero', text.replace('index 1', 'index 01')],
    ['a negative index', text.replace('index 1', 'index -1')],
    ['extra data that is not Base64', text.replace('\nindex', '\nextra !\nindex')],
    ['extra data behind the index', text.replace('index 1\n', 'index 1\nextra AAAA\n')],
    ['a short hash', text.replace(hash, 'AAAA')],
    ['Base64 without padding', text.replace(hash, hash.replace('=', ''))],
    ['a carriage return', text.replaceAll('\n', '\r\n')],
    ['54 hashes', text.replace(`${hash}\n`, `${hash}\n`.repeat(54))],
    ['no blank line', 'c2sp.org/tlog-proof@v1\nindex 1\n'],
  ])('with %s is refused', (_, bent) => {
    expect(parseProof(bent)).toBeNull()
  })
})

test('the writer hashes as the verifier does', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.uint8Array({ minLength: 32, maxLength: 32 }), (entry, node) => {
      expect(hex(fastLeafHash(entry))).toBe(hex(leafHash(entry)))
      expect(hex(fastNodeHash(node, node))).toBe(hex(nodeHash(node, node)))
    }),
  )
})
