"""Search portals made for people: a Scrapy crawl in a process of its own, one for each chunk."""
