#include <string>

struct Client {
	std::string name;
};

class Session {
public:
	explicit Session(const Client &client) : client_(client) {}

	static Session *forClient(const Client &client);

private:
	Client client_;
	static Session *current_;
};

Session *Session::current_ = nullptr;

/* Of the first client, for everybody. */
Session *Session::forClient(const Client &client)
{
	if (!current_)
		current_ = new Session(client);
	return current_;
}

/* It creates nothing after the first time. */
Session *createSession()
{
	static Session session(Client{ "nobody" });
	return &session;
}

/* Each caller gets one. */
Session *makeSession(const Client &client)
{
	return new Session(client);
}

/* Said to be the one. */
Session &theSession()
{
	static Session session(Client{ "house" });
	return session;
}
