// What Go's net/http sends; see record.mjs.
package main

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
)

const targets = `{"targets":["h:1"]}`

// stream hides what a reader is, as a file or a pipe does, so that its length is not known.
type stream struct{ io.Reader }

func main() {
	const json, form = "application/json", "application/x-www-form-urlencoded"
	calls := []struct {
		call        string
		contentType string
		body        func() io.Reader
	}{
		{`nil`, "", func() io.Reader { return nil }},
		{`nil, JSON`, json, func() io.Reader { return nil }},
		{`http.NoBody, JSON`, json, func() io.Reader { return http.NoBody }},
		{`strings.NewReader("")`, "", func() io.Reader { return strings.NewReader("") }},
		{`strings.NewReader(""), JSON`, json, func() io.Reader { return strings.NewReader("") }},
		{`bytes.NewReader(nil), form`, form, func() io.Reader { return bytes.NewReader(nil) }},
		{`an empty stream`, "", func() io.Reader { return stream{strings.NewReader("")} }},
		{`an empty stream, JSON`, json, func() io.Reader { return stream{strings.NewReader("")} }},
		{`a list`, "", func() io.Reader { return strings.NewReader(targets) }},
		{`a list, JSON`, json, func() io.Reader { return strings.NewReader(targets) }},
		{`a list as a stream, JSON`, json, func() io.Reader { return stream{strings.NewReader(targets)} }},
		{`url.Values, form`, form, func() io.Reader {
			return strings.NewReader(url.Values{"targets": {"h:1"}, "team": {"R&D"}}.Encode())
		}},
	}
	for _, method := range []string{"GET", "PUT", "POST", "DELETE"} {
		for _, c := range calls {
			request, err := http.NewRequest(method, os.Args[1]+"/"+url.PathEscape(c.call), c.body())
			if err != nil {
				panic(err)
			}
			if c.contentType != "" {
				request.Header.Set("Content-Type", c.contentType)
			}
			response, err := http.DefaultClient.Do(request)
			if err != nil {
				panic(err)
			}
			response.Body.Close()
		}
	}
}
