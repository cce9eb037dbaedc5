import kitchen.hot.soup as soup, kitchen.hot as hot

Factory = soup.SoupFactory
Other = hot.soup.SoupFactory
