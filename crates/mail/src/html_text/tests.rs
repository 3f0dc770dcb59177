//! Tests with the HTML of typical mails and with hostile HTML.

use super::text_from_html;

#[track_caller]
fn check(html: &str, text: &str) {
    assert_eq!(text_from_html(html), text, "{html}");
}

#[test]
fn paragraphs_headings_and_breaks_become_lines() {
    check("<h1>Hello</h1><p>one\n  two</p><p>three<br>four</p>", "Hello\n\none two\n\nthree\nfour");
    check("<div>a</div><div>b</div>c", "a\nb\nc");
    check("<div><div><p>a</p></div></div><br><br><br><p>b</p>", "a\n\nb");
    check("a<hr>b", "a\n\n--------\n\nb");
    check("plain", "plain");
    check("", "");
}

#[test]
fn adjacent_words_are_not_separated() {
    check("in<b>valid</b>, <i>so</i> <u>it</u>&nbsp;is", "invalid, so it is");
}

#[test]
fn adjacent_links_images_and_buttons_are_separated() {
    check("<img alt=One><img alt=Two>", "One Two");
    check("a<img alt=picture>b", "a picture b");
    check(
        "<a href=https://a.example/>One</a><a href=https://b.example/>Two</a>",
        "One <https://a.example/> Two <https://b.example/>",
    );
    check(
        "<a href=https://a.example/>One</a>, <a href=https://b.example/>Two</a>.",
        "One <https://a.example/>, Two <https://b.example/>.",
    );
    check("<a href='#a'>Yes</a><a href='#b'>No</a>", "Yes No");
    check("<button>Accept</button><button>Decline</button>", "Accept Decline");
    check("<td>A</td><td>B</td>", "A  B");
    check("<td><img alt=A></td><td><img alt=B></td>", "A  B");
    check("(<a href='#a'>see</a>)", "(see)");
}

#[test]
fn links_are_followed_by_their_address_unless_it_is_their_text() {
    check("<a href=\"https://example.com/?a=1&amp;b=2\">our shop</a>.", "our shop <https://example.com/?a=1&b=2>.");
    check("<a href='https://example.com/'>https://example.com</a>", "https://example.com");
    check("<a href=mailto:ann@example.com>ann@example.com</a>", "ann@example.com");
    check("<a href=mailto:ann@example.com>Ann</a>", "Ann <ann@example.com>");
    check("<a href='#top'>up</a> <a name=x>here</a> <a href='javascript:x()'>run</a>", "up here run");
    check("<a href='https://example.com/'><img src=x.png></a>", "<https://example.com/>");
    check("<a href='https://example.com/'>left open", "left open");
}

#[test]
fn long_lines_are_wrapped_and_long_words_are_not_split() {
    let url = format!("https://example.com/{}", "x".repeat(100));
    check(&format!("<p>see <a href=\"{url}\">this</a> now"), &format!("see this\n<{url}>\nnow"));
    check(&"word ".repeat(20), &format!("{}\n{}", ["word"; 15].join(" "), ["word"; 5].join(" ")));
}

#[test]
fn lists_and_quotations_are_marked() {
    check(
        "<ul><li>one<li>two <ul><li>deep</ul><li><p>three</p></ul>after",
        "* one\n* two\n  * deep\n\n* three\n\nafter",
    );
    check("<ol><li>a</li><li>b</li></ol>", "1. a\n2. b");
    check("<blockquote><p>a</p><p>b</p></blockquote>c", "> a\n>\n> b\n\nc");
    let long = "word ".repeat(16);
    check(&format!("<ul><li>{long}</ul>"), &format!("* {}\n  word", ["word"; 15].join(" ")));
}

#[test]
fn rows_become_lines_and_cells_are_separated() {
    check(
        "<table><tr><th>Item</th><th>Price</th></tr><tr><td>Apple</td>\n<td>1.00</td></tr></table>",
        "Item  Price\nApple  1.00",
    );
}

#[test]
fn verbatim_text_keeps_its_lines() {
    check("a<pre>x\n  y &lt;</pre>b", "a\n\nx\n  y <\n\nb");
}

#[test]
fn hidden_content_is_left_out() {
    check("<html><head><title>T</title><style>p{}</style></head><body>a<!-- b --><script>if(1<2){}</script>c", "ac");
    check("<div style=\"display: NONE\">preview<div>x</div></div>shown", "shown");
    check("<p>&zwnj;&nbsp;&zwnj;&nbsp;</p><p>shown</p>", "shown");
    check("<p hidden>a<p>b</p></p>shown<span hidden>c</span>", "shown");
    check("<span class=preheader>preview</span><p>shown</p>", "shown");
    check("<span style='font-size:0'>preview</span><p>shown</p>", "shown");
    check("<div style='max-height:0;overflow:hidden'>preview</div>shown", "shown");
    check("a<img src=x width=1 height=0 alt=pixel>", "a");
    check("a<input hidden value=x>b", "ab");
    let columns =
        "<td style='font-size:0'> <div style='font-size:16px'>a</div> <div style='font-size:16px'>b</div></td>";
    check(columns, "a\nb");
    check("<!DOCTYPE html><?xml?><img src=x alt=\"our &quot;logo&quot;\">", "our \"logo\"");
    check("<script>never closed", "");
    check("<!-- never closed", "");
    check("a<!-->b<!--->c<!-- x --!>d<!-- y --->e", "abcde");
    check("<!--[if mso]><p>Outlook</p><![endif]--><![if !mso]>b<![endif]>", "b");
}

#[test]
fn character_references_are_decoded() {
    check(
        "&auml;&#228;&#xE4; &euro; &amp;amp; &unknown; &; & &#xD800; 1 < 2",
        "äää € &amp; &unknown; &; & &#xD800; 1 < 2",
    );
}

#[test]
fn every_named_reference_is_decoded() {
    for (name, c) in super::entities::NAMED {
        check(&format!("<pre>&{name};"), &if c.is_control() { String::new() } else { c.to_string() });
    }
}

#[test]
fn invalid_tags_are_read_as_browsers_do() {
    check("a<", "a<");
    check("a<!-- never closed <p>b</p> c", "a\n\nb\n\nc");
    check("a<!-- b -- >c</p>d", "ac\n\nd");
    check("a</>b", "a</>b");
    check("<a href=\"x", "");
    check("<p title='a>b'>c", "c");
    check("<p title=it's>c", "c");
    check("</ul></blockquote></pre>a", "a");
    check("a\u{7}b\u{0}c", "abc");
}

#[test]
fn deep_and_numerous_elements_take_linear_time() {
    for piece in [
        "<ul><li>",
        "<div>",
        "<blockquote>",
        "<table><tr><td>x",
        "<a href=https://example.com/>x",
        "<p ",
        "<!--",
        "<script>",
        "&",
        "</",
    ] {
        let html = piece.repeat(20_000);
        assert!(text_from_html(&html).len() <= html.len() * 4, "{piece}");
    }
    let attributes: String = (0..20_000).map(|nth| format!(" a{nth}")).collect();
    check(&format!("<p{attributes}>x"), "x");
}
