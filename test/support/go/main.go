// Reads our checkpoint, tiles and proofs by the notes and trees of the Go checksum database: an implementation that
// shares nothing with ours. Input: a folder with vkey, checkpoint, checkpoint.older, proofs.json and tile/. Exit 1 and
// the reason where anything does not hold.
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// What our side made, to be judged here. Hashes are base64.
type proofs struct {
	Inclusion []struct {
		Leaf  int64    `json:"leaf"`
		Entry string   `json:"entry"`
		Path  []string `json:"path"`
	} `json:"inclusion"`
	Consistency []string `json:"consistency"`
}

func main() {
	if err := check(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func check(folder string) error {
	verifier, err := note.NewVerifier(strings.TrimSpace(strings.SplitN(read(folder, "vkey"), "\n", 2)[0]))
	if err != nil {
		return fmt.Errorf("vkey: %w", err)
	}
	newer, err := open(read(folder, "checkpoint"), verifier)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	older, err := open(read(folder, "checkpoint.older"), verifier)
	if err != nil {
		return fmt.Errorf("older checkpoint: %w", err)
	}
	var ours proofs
	if err := json.Unmarshal([]byte(read(folder, "proofs.json")), &ours); err != nil {
		return err
	}
	for _, one := range ours.Inclusion {
		leaf := tlog.RecordHash([]byte(one.Entry))
		if err := tlog.CheckRecord(tlog.RecordProof(hashes(one.Path)), newer.N, newer.Hash, one.Leaf, leaf); err != nil {
			return fmt.Errorf("inclusion of %d: %w", one.Leaf, err)
		}
	}
	if err := tlog.CheckTree(tlog.TreeProof(hashes(ours.Consistency)), newer.N, newer.Hash, older.N, older.Hash); err != nil {
		return fmt.Errorf("consistency: %w", err)
	}
	// The reader verifies each tile against the root before it believes a hash of it.
	reader := tlog.TileHashReader(newer, &tiles{folder})
	for _, one := range ours.Inclusion {
		proof, err := tlog.ProveRecord(newer.N, one.Leaf, reader)
		if err != nil {
			return fmt.Errorf("tiles for %d: %w", one.Leaf, err)
		}
		if !same(proof, hashes(one.Path)) {
			return fmt.Errorf("the tiles lead to another path of %d", one.Leaf)
		}
	}
	again, err := tlog.ProveTree(newer.N, older.N, reader)
	if err != nil || !same(again, hashes(ours.Consistency)) {
		return fmt.Errorf("the tiles lead to another consistency proof: %v", err)
	}
	fmt.Printf("size %d, %d inclusion proofs, %d signatures\n", newer.N, len(ours.Inclusion), signatures(read(folder, "checkpoint")))
	return nil
}

func open(text string, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open([]byte(text), note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("origin %q", lines[0])
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	return tlog.Tree{N: size, Hash: hashes(lines[2:3])[0]}, nil
}

// signatures counts the lines below the text, known and unknown.
func signatures(text string) int {
	return strings.Count(text[strings.LastIndex(text, "\n\n")+1:], "\n— ")
}

type tiles struct{ folder string }

func (t *tiles) Height() int { return 8 }

func (t *tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, one := range wanted {
		// The paths of tlog-tiles name no height, which is always eight.
		path := strings.Replace(one.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(t.folder, filepath.FromSlash(path)))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func (t *tiles) SaveTiles([]tlog.Tile, [][]byte) {}

func hashes(lines []string) []tlog.Hash {
	var all []tlog.Hash
	for _, line := range lines {
		data, err := base64.StdEncoding.DecodeString(line)
		if err != nil || len(data) != tlog.HashSize {
			panic("not a hash: " + line)
		}
		all = append(all, tlog.Hash(bytes.Clone(data)))
	}
	return all
}

func same(a, b []tlog.Hash) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func read(folder, name string) string {
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		panic(err)
	}
	return string(data)
}
